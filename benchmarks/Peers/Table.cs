using System.Globalization;
using System.Text.Json;

namespace CanaryJudge.Benchmarks.Peers;

/// <summary>What several programs printed, as one Markdown table: a row a case, a column a program, the least time and how many times ours that is.</summary>
public static class Table
{
    private const string Ours = "canaryjudge";

    public static void Print(IEnumerable<string> files, TextWriter writer)
    {
        List<(string Case, string Peer, double Nanoseconds)> rows = [.. files.SelectMany(File.ReadLines).Where(line => line.StartsWith('{')).Select(Row)];
        string[] peers = [Ours, .. rows.Select(row => row.Peer).Distinct().Where(peer => peer != Ours)];
        writer.WriteLine($"| case | {string.Join(" | ", peers)} |\n|---|{string.Concat(peers.Select(_ => "--:|"))}");
        foreach (IGrouping<string, (string Case, string Peer, double Nanoseconds)> one in rows.GroupBy(row => row.Case))
        {
            Dictionary<string, double> least = one.GroupBy(row => row.Peer).ToDictionary(peer => peer.Key, peer => peer.Min(row => row.Nanoseconds));
            IEnumerable<string> cells = peers.Select(peer => !least.TryGetValue(peer, out double time) ? "" : peer == Ours || !least.TryGetValue(Ours, out double own) ? Words(time) : $"{Words(time)} ({Times(time / own)})");
            writer.WriteLine($"| {one.Key} | {string.Join(" | ", cells)} |");
        }
    }

    private static (string Case, string Peer, double Nanoseconds) Row(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement row = document.RootElement;
        return (row.GetProperty("case").GetString()!, row.TryGetProperty("peer", out JsonElement peer) ? peer.GetString()! : Ours, row.GetProperty("ns_per_op").GetDouble());
    }

    private static string Times(double ratio) => ratio < 10 ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0}x") : string.Create(CultureInfo.InvariantCulture, $"{ratio:#,0}x");

    private static string Words(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.##} us"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.##} s"),
    };
}
