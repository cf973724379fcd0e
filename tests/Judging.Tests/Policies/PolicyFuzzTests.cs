using CanaryJudge.Judging.Policies;
using CsCheck;

namespace CanaryJudge.Judging.Tests.Policies;

/// <summary>Any text gives a policy or violations, never an exception.</summary>
public sealed class PolicyFuzzTests
{
    private static readonly string[] Pieces =
    [
        "apiVersion: canaryjudge.io/v1\n", "kind: CanaryPolicy\n", "metadata: {name: p}\n", "spec:\n", "  metrics:\n", "    - name: m\n", "      kind: ratio\n", "      kind: series\n", "      margin: 10%\n",
        "      margin: {relative: 1, floor: 0.5pp}\n", "      bad: x\n", "      total: {query: '{$scope}'}\n", "      query: ", "'rate(x{$scope}[1m])'", "      quantiles: [0.5]\n", "- ", "? ", ": ", "&a ", "*a", "!!x ", "<<: ", "|\n", ">-\n  x\n",
        "\"", "'", "{", "}", "[", "]", ",", "#", "%YAML 1.2\n", "---\n", "...\n", "\\u", "\\U0010FFFF", "\\x0", "\t", "\n", "\r", " ", "\0", "\ufeff", "\u2028", "\ud800", "😀", "1e999", "0x", ".nan", "null", "~", "60s", "$interval",
    ];

    [Fact]
    public void TextFromPieces_GivesAPolicyOrViolations() => Gen.OneOf(Pieces).Array[0, 40].Select(string.Concat).Sample(IsAnswered, iter: 20_000);

    [Fact]
    public void AnyCharacters_GiveViolations() => Gen.String[Gen.Char, 0, 200].Sample(IsAnswered, iter: 5_000);

    [Fact]
    public void ShippedPolicy_WithAPieceCutOutOrPutIn_GivesAPolicyOrViolations()
    {
        string text = Samples.Checkout();
        Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, 30], Gen.OneOf(Gen.OneOf(Pieces), Gen.String[Gen.Char, 0, 3]))
            .Select((at, cut, piece) => string.Concat(text.AsSpan(0, at), piece, text.AsSpan(Math.Min(text.Length, at + cut))))
            .Sample(IsAnswered, iter: 500);
    }

    private static void IsAnswered(string text)
    {
        PolicyResult result = PolicyParser.Parse(text);
        Assert.Equal(result.Policy is null, result.Violations.Count > 0);
        Assert.All(result.Violations, violation =>
        {
            Assert.NotEmpty(violation.Message);
            Assert.NotEmpty(violation.Remedy);
            Assert.True(violation.Line >= 0 && violation.Column >= 0);
        });
        if (result.Policy is { } policy) PolicyAssert.Same(policy, PolicyParser.Parse(PolicyWriter.Write(policy)).Policy);
    }
}
