using System.Text.RegularExpressions;
using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>From a path in a policy document to the path of the field in the request.</summary>
internal static partial class PolicyPaths
{
    /// <summary>The violation as the caller can find it: in the text (with line, column and the document's path), in the fields, or in the policy it named.</summary>
    public static Violation ToRequest(Violation violation, Wire.PolicyChoice choice) => choice.ChoiceCase switch
    {
        Wire.PolicyChoice.ChoiceOneofCase.Inline => violation with { Path = ToInline(violation.Path), Line = 0, Column = 0 },
        Wire.PolicyChoice.ChoiceOneofCase.Name => Within(violation, "policy.name"),
        _ => Within(violation, "policy.text"),
    };

    private static Violation Within(Violation violation, string field) =>
        violation with { Path = field, Message = violation.Path.Length > 0 ? $"{violation.Path}: {violation.Message}" : violation.Message };

    private static string ToInline(string path)
    {
        if (path is "metadata" or "metadata.name") return "policy.inline.name";
        string field = path.StartsWith("spec.", StringComparison.Ordinal) ? path["spec.".Length..] : "";
        field = OfTwoWords().Replace(field, word => word.Value == "warmup" ? "warm_up" : $"{word.Groups["first"].Value}_{word.Groups["second"].Value.ToLowerInvariant()}");
        Match own = OwnOfKind().Match(field);
        if (own.Success) field = own.Groups["metric"].Value + InKind(own.Groups["key"].Value, own.Groups["rest"].Value);
        return field.Length == 0 ? "policy.inline" : "policy.inline." + field;
    }

    private static string InKind(string key, string rest) => key switch
    {
        "bad" or "total" => "ratio." + key + InQuery(rest),
        "gauge" or "rate" => "series.values.selector",
        "query" => "series.values.expression",
        "resource" => "series.resource",
        "buckets" => "histogram.buckets.selector",
        "quantiles" => "histogram.quantiles" + rest,
        _ => "count." + key + InQuery(rest),
    };

    private static string InQuery(string rest) => rest == ".query" ? ".expression" : ".selector";

    // Only keys of the document's own: a group may have any name.
    [GeneratedRegex(@"(?<=^|\.)(warmup|(?<first>fail|at|min|effect|allowed|critical)(?<second>Share|Horizon|Events|Size|Increase|Decrease))(?=$|\.)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfTwoWords();

    [GeneratedRegex(@"^(?<metric>metrics\[\d+\]\.)(?<key>bad|total|gauge|rate|query|resource|buckets|quantiles|events|exposure)(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OwnOfKind();
}
