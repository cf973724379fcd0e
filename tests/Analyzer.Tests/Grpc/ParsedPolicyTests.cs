using CanaryJudge.Analyzer.Grpc.Reading;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>Documents are read once, and forgotten before they fill the memory.</summary>
public sealed class ParsedPolicyTests
{
    private static string Named(int number) => Requests.PolicyText.Replace("name: checkout", $"name: policy-{number}", StringComparison.Ordinal);

    [Fact]
    public void Document_ReadTwice_IsTheSamePolicy()
    {
        ParsedPolicies policies = new();

        PolicyResult first = policies.Parse(Named(1));
        PolicyResult other = policies.Parse(Named(2));
        PolicyResult again = policies.Parse(Named(1));

        Assert.Same(first, again);
        Assert.Equal("policy-1", again.Policy!.Name);
        Assert.Equal("policy-2", other.Policy!.Name);
    }

    [Fact]
    public void Document_ThatIsWrong_IsNotKept()
    {
        ParsedPolicies policies = new();

        PolicyResult result = policies.Parse(Named(1).Replace("warmup", "warmpu", StringComparison.Ordinal));

        Assert.NotEmpty(result.Violations);
        Assert.Equal(0, policies.Count);
    }

    [Fact]
    public void Document_ThatIsVeryLong_IsReadButNotKept()
    {
        ParsedPolicies policies = new();

        PolicyResult result = policies.Parse(Named(1) + "\n#" + new string('x', ParsedPolicies.MostLength));

        Assert.Empty(result.Violations);
        Assert.Equal(0, policies.Count);
    }

    [Fact]
    public void ManyDocuments_AreForgottenBeforeTheyFillTheMemory()
    {
        ParsedPolicies policies = new();

        for (int k = 0; k < 3 * ParsedPolicies.Most; k++) Assert.Equal($"policy-{k}", policies.Parse(Named(k)).Policy!.Name);

        Assert.InRange(policies.Count, 1, ParsedPolicies.Most);
    }
}
