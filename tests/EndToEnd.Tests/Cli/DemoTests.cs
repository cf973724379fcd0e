using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CanaryJudge.EndToEnd.Tests.Cli;

/// <summary>The demo as a person runs it: real instances, real requests, a real scrape.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task Demo_AsJson_IsOneObjectWithAPromotionAndARollback()
    {
        CliResult result = await CliProcess.RunAsync("demo", "--output", "json");
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement[] rollouts = [.. json.RootElement.GetProperty("rollouts").EnumerateArray()];
        Assert.Equal(["promote", "rollback"], rollouts.Select(r => r.GetProperty("verdict").GetString()!));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("error_rate rose from", rollouts[1].GetProperty("reason").GetString(), StringComparison.Ordinal);

        // The numbers are those of real requests: about 200 a second on each side, five to eighteen windows of a second.
        JsonElement errors = rollouts[0].GetProperty("judgements")[0].GetProperty("comparisons")[0];
        Assert.InRange(errors.GetProperty("baseline_exposure").GetDouble(), 500, 4_000);
        Assert.InRange(errors.GetProperty("canary_exposure").GetDouble(), 500, 4_000);
    }

    [Fact]
    public async Task Demo_OfAHealthyCanaryOnAPipe_IsALineAWindowAndExit0()
    {
        CliResult result = await CliProcess.RunAsync("demo", "--fault", "none");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.DoesNotContain('\e', result.Out);
        for (int window = 1; window <= 7; window++) Assert.Contains($"\n{window,3}/20  ", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nPROMOTE  All 3 metrics are within their margins", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_OfErrorsOnATerminalWithoutColour_FitsItAndIsExit4()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "util-linux's script, which gives a process a terminal, is not installed");
        await using CliProcess process = CliProcess.Launch(
            "/usr/bin/script",
            ["-qec", $"stty cols 80 rows 40; dotnet '{CliProcess.Program}' demo --fault errors", "/dev/null"],
            ("NO_COLOR", "1"),
            ("TERM", "xterm-256color"));
        CliResult result = await process.WaitAsync();
        Assert.Equal(4, result.Code);
        string[] codes = [.. EscapeCodes().Matches(result.Out).Select(m => m.Value).Distinct()];
        Assert.NotEmpty(codes);
        Assert.DoesNotContain(codes, code => code.EndsWith('m'));
        string[] lines = EscapeCodes().Replace(result.Out, "\n").Split('\n', '\r');
        Assert.Contains(lines, line => line.Trim().StartsWith("window", StringComparison.Ordinal) && line.Trim().EndsWith("of at most 20: decided", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ROLLBACK  error_rate rose from", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Demo_WhenSignalled_StopsWhatItStartedAndIsExit130(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the listening sockets of a process are read from /proc");
        await using CliProcess process = CliProcess.Start("demo");
        await process.FirstWindow;
        IReadOnlyList<int> ports = process.ListeningPorts();
        Assert.Equal(2, ports.Count);
        await process.SignalAsync(signal);
        CliResult result = await process.WaitAsync();
        Assert.Equal((130, "canaryjudge: interrupted\n"), (result.Code, result.Error));
        foreach (int port in ports)
        {
            using var client = new TcpClient();
            SocketException refused = await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken).AsTask());
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        }
    }

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex EscapeCodes();
}
