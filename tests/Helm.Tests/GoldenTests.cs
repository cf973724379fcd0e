using CanaryJudge.Helm.Tests.Rendering;
using CliWrap.Buffered;

namespace CanaryJudge.Helm.Tests;

/// <summary>What the chart renders is what a person has looked at. eng/renew-chart.sh writes it anew; the difference is for a review.</summary>
public sealed class GoldenTests
{
    private const string Renew = "RENEW_CHART";

    public static TheoryData<string> Sets => ValueSet.Names();

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Values_RenderTo_WhatWasLookedAt(string name)
    {
        ValueSet values = new(name);

        string rendered = await Rendering.Helm.TemplateAsync(values);

        if (Environment.GetEnvironmentVariable(Renew) == "1") await File.WriteAllTextAsync(values.GoldenPath, rendered, TestContext.Current.CancellationToken);
        string golden = File.Exists(values.GoldenPath) ? await File.ReadAllTextAsync(values.GoldenPath, TestContext.Current.CancellationToken) : $"There is no {values.GoldenPath}: run eng/renew-chart.sh.";
        Assert.Equal(golden, rendered);
    }

    [Fact]
    public void ValueSets_AreMany_AndEachHasItsGolden()
    {
        Assert.True(ValueSet.All.Count() >= 25);
        Assert.Equal(ValueSet.All.Select(set => set.Name), Directory.EnumerateFiles(Path.GetDirectoryName(ValueSet.All.First().GoldenPath)!, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Values_PassLint(string name)
    {
        BufferedCommandResult run = await Rendering.Helm.RunAsync(["lint", "--strict", Rendering.Helm.Chart, "--values", new ValueSet(name).Path]);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
    }

    [Fact]
    public async Task Defaults_PassLint()
    {
        BufferedCommandResult run = await Rendering.Helm.RunAsync(["lint", "--strict", Rendering.Helm.Chart]);

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
    }
}
