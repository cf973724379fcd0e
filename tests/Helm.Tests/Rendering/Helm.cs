using System.Collections.Concurrent;
using CanaryJudge.TestKit;
using CliWrap;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests.Rendering;

/// <summary>The real helm, on the chart of this checkout.</summary>
internal static class Helm
{
    /// <summary>The checkout.</summary>
    public static string Root { get; } = ServerPrograms.RepositoryRoot() ?? throw new InvalidOperationException("The tests do not run inside a checkout.");

    /// <summary>The chart.</summary>
    public static string Chart { get; } = Path.Combine(Root, "helm", "canaryjudge");

    private static readonly ConcurrentDictionary<ValueSet, Lazy<Task<string>>> Rendered = new();

    /// <summary>Whether helm is there.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>Why tests are skipped when it is not.</summary>
    public static string MissingReason => "helm is neither on PATH nor in .tools: run eng/kubernetes.sh";

    private static string? Program => ServerPrograms.Find("helm");

    /// <summary>Runs helm; what it answers is the caller's to judge.</summary>
    public static async Task<BufferedCommandResult> RunAsync(IEnumerable<string> arguments, string? folder = null, string? kubeconfig = null)
    {
        Assert.SkipUnless(IsInstalled, MissingReason);
        string home = Path.Combine(Path.GetTempPath(), "canaryjudge-helm-home");
        return await CliWrap.Cli.Wrap(Program!).WithArguments(arguments).WithWorkingDirectory(folder ?? Root)
            .WithEnvironmentVariables(variables => variables.Set("HELM_CACHE_HOME", home).Set("HELM_CONFIG_HOME", home).Set("HELM_DATA_HOME", home).Set("KUBECONFIG", kubeconfig ?? "/nowhere"))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What a set of values renders to; each is rendered once.</summary>
    public static Task<string> TemplateAsync(ValueSet values) => Rendered.GetOrAdd(values, set => new Lazy<Task<string>>(() => RenderAsync(set))).Value;

    private static async Task<string> RenderAsync(ValueSet values)
    {
        BufferedCommandResult run = await RunAsync(["template", "judge", Chart, "--namespace", "shop", "--kube-version", values.KubeVersion, "--values", values.Path]);
        Assert.True(run.ExitCode == 0, run.StandardError);
        return run.StandardOutput;
    }
}
