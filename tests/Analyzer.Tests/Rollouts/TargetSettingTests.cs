using CanaryJudge.Analyzer.Rollouts;
using CanaryJudge.Analyzer.Settings;
using CanaryJudge.Analyzer.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Tests.Rollouts;

/// <summary>Settings of targets that are wrong keep the service from starting, and say what to write.</summary>
public sealed class TargetSettingTests
{
    [Theory]
    [InlineData("--Rollouts:Targets:shop:Kind=kubernets", "write one of")]
    [InlineData("--Rollouts:Targets:shop:Kind=", "write one of")]
    [InlineData("--Rollouts:Targets:shop:Kind=command", "Rollouts:Targets:shop:Settings is missing")]
    [InlineData("--Rollouts:Targets:a shop:Kind=command", "letters, digits")]
    [InlineData("--Rollouts:MostRollbacks=0", "write 1 to 10000")]
    [InlineData("--Rollouts:Patience=00:00:01", "write 00:00:10 to 7.00:00:00")]
    [InlineData("--Rollouts:Targets:shop:Kinds=command", "no key 'Kinds'")]
    [InlineData("--Rollouts:Mode=Always", "Always")]
    public async Task WrongSetting_IsNamed(string setting, string words)
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => RunningAnalyzer.StartAsync(setting));

        string said = refused switch
        {
            OptionsValidationException options => string.Join('\n', options.Failures),
            SettingsException settings => settings.Message,
            _ => refused.ToString(),
        };
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_DefaultsAreThoseOfTheGuide()
    {
        string guide = File.ReadAllText(Checkout.Path("docs/service.md"));
        RolloutOptions defaults = new();
        foreach (System.Reflection.PropertyInfo setting in typeof(RolloutOptions).GetProperties().Where(p => p.Name != nameof(RolloutOptions.Targets)))
        {
            Assert.Contains($"| `Rollouts:{setting.Name}` | {setting.GetValue(defaults)} |", guide, StringComparison.Ordinal);
        }
    }
}
