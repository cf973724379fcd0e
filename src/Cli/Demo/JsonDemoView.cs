using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Rendering;
using CanaryJudge.Samples.Workload;

namespace CanaryJudge.Cli.Demo;

/// <summary>One JSON object at the end, and nothing else on standard output.</summary>
internal sealed class JsonDemoView(Terminal terminal) : IDemoView
{
    /// <inheritdoc/>
    public Task<Report> ShowAsync(DemoAct act, int number, int count, Func<Action<DemoMoment>, Task<Report>> play) => play(_ => { });

    /// <inheritdoc/>
    public void Close(IReadOnlyList<(DemoAct Act, Report Report)> results, int exitCode) => terminal.Out.WriteLine(Json.Text(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("exit_code", exitCode);
        json.WriteStartArray("rollouts");
        foreach ((DemoAct act, Report report) in results)
        {
            json.WriteStartObject();
            json.WriteString("fault", FaultNames.Of(act.Fault));
            if (act.Expected is { } expected) json.WriteString("expected", Words.Machine(expected));
            else json.WriteNull("expected");
            VerdictJson.WriteBody(json, report);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }));
}
