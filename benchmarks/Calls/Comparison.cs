using CanaryJudge.Contracts.V1;
using Grpc.Core;
using Grpc.Net.Client;
using JudgeClient = CanaryJudge.Contracts.V1.CanaryJudge.CanaryJudgeClient;

namespace CanaryJudge.Benchmarks.Calls;

/// <summary>Starts the echo and every build of the service on one core, calls them in turn from the other, and prints a table of medians.</summary>
internal static class Comparison
{
    private const string JudgePath = "/canaryjudge.v1.CanaryJudge/JudgeMeasurements", EchoPath = "/canaryjudge.benchmarks.Echo/Call";
    private const int WarmUpSeconds = 4;

    public static async Task RunAsync(IReadOnlyList<(string Name, string Program)> builds, int seconds, int rounds, TextWriter output, TextWriter progress, CancellationToken cancellationToken)
    {
        await Load.RequireAsync();
        string folder = Directory.CreateTempSubdirectory("canaryjudge-calls-").FullName;
        List<Server> servers = [];
        try
        {
            servers.Add(await Server.StartAsync("echo", $"dotnet '{typeof(Comparison).Assembly.Location}' echo {{port}}"));
            foreach ((string name, string program) in builds) servers.Add(await Server.StartAsync(name, $"{program} {Settings(folder, servers.Count)}"));

            await output.WriteLineAsync("| numbers | bytes | in flight | server | calls a second | half within | 99 % within | processor a call | of the echo's calls | of echo and judging |");
            await output.WriteLineAsync("|---|--:|--:|---|--:|--:|--:|--:|--:|--:|");
            foreach (Case numbers in Case.All) await CompareAsync(numbers, servers, folder, seconds, rounds, output, progress, cancellationToken);
            await output.WriteLineAsync("\nMemory after all of it: " + string.Join(", ", servers.Select(server => FormattableString.Invariant($"{server.Name} {server.MemoryMebibytes:0} MiB"))));
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(Case numbers, List<Server> servers, string folder, int seconds, int rounds, TextWriter output, TextWriter progress, CancellationToken cancellationToken)
    {
        (byte[] judge, byte[] echo) = numbers.Bodies;
        (string judgeFile, string echoFile) = (Path.Combine(folder, "judge"), Path.Combine(folder, "echo"));
        await File.WriteAllBytesAsync(judgeFile, judge, cancellationToken);
        await File.WriteAllBytesAsync(echoFile, echo, cancellationToken);
        Task<Load> Call(Server server, int inFlight, int forSeconds) => server == servers[0] ? Load.RunAsync(server, EchoPath, echoFile, inFlight, forSeconds) : Load.RunAsync(server, JudgePath, judgeFile, inFlight, forSeconds);

        List<Server> answering = [servers[0]];
        foreach (Server server in servers.Skip(1))
        {
            if (await AnswersAsync(server, numbers, progress)) answering.Add(server);
        }

        servers = answering;
        await progress.WriteLineAsync($"{numbers.Name}: warming up ...");
        foreach (Server server in servers) await Call(server, 32, WarmUpSeconds);
        double judging = numbers.JudgingMicroseconds();
        foreach (int inFlight in (int[])[1, 32])
        {
            Dictionary<Server, List<Load>> runs = servers.ToDictionary(server => server, _ => new List<Load>());
            for (int round = 1; round <= rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await progress.WriteLineAsync($"{numbers.Name}, {inFlight} in flight, round {round} of {rounds} ...");
                foreach (Server server in servers) runs[server].Add(await Call(server, inFlight, seconds));
            }

            Load peer = Load.Median(runs[servers[0]]);
            foreach (Server server in servers)
            {
                Load load = Load.Median(runs[server]);
                string ratios = server == servers[0] ? "| |" : FormattableString.Invariant($"{load.CallsPerSecond / peer.CallsPerSecond:0.00}x | {load.ProcessorMicroseconds / (peer.ProcessorMicroseconds + judging):0.00}x |");
                await output.WriteLineAsync(FormattableString.Invariant($"| {numbers.Name} | {judge.Length:N0} | {inFlight} | {server.Name} | {load.CallsPerSecond:N0} | {load.HalfMicroseconds:0} us | {load.MostMicroseconds:0} us | {load.ProcessorMicroseconds:0.0} us | {ratios}"));
            }
        }

        await output.WriteLineAsync(FormattableString.Invariant($"| {numbers.Name} | | | judging alone | | | | {judging:0.0} us | | |"));
    }

    // A build from before the lists refuses them. A call that is refused has the status 200 too, and says so behind its body, where h2load does not look: it is asked for once before.
    private static async Task<bool> AnswersAsync(Server server, Case numbers, TextWriter progress)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.Port}");
        try
        {
            JudgeMeasurementsResponse answer = await new JudgeClient(channel).JudgeMeasurementsAsync(numbers.Request);
            await progress.WriteLineAsync($"{numbers.Name}, {server.Name}: {answer.Verdict.Reason}");
            return true;
        }
        catch (RpcException refused)
        {
            await progress.WriteLineAsync($"{numbers.Name}, {server.Name} is left out: {refused.Status.Detail}");
            return false;
        }
    }

    private static string Settings(string folder, int number)
    {
        string policies = Path.Combine(folder, "policies");
        Directory.CreateDirectory(policies);
        foreach ((string name, string text) in Case.Policies) File.WriteAllText(Path.Combine(policies, name), text);
        return $"--Listen:GrpcPort={{port}} --Listen:HttpPort= '--Policies:Directory={policies}' '--Store:File={Path.Combine(folder, $"store-{number}.db")}' --Limits:CallsPerSecond=100000 --Limits:CallBurst=100000 --Log:Format=Json";
    }
}
