using System.Text.Json.Nodes;

namespace CanaryJudge.Analyzer.Rollouts.Kubernetes.Api;

/// <summary>Writes an object's selector as the API takes it in a query. An operator that is not known is left out: the answer then has more, and who owns what is looked at anyway.</summary>
internal static class LabelSelector
{
    /// <summary>The selector in one line: app=checkout,tier in (a,b),!old.</summary>
    public static string Write(JsonNode? selector) => string.Join(',', selector.Map("matchLabels").Select(label => $"{label.Key}={label.Value}").Concat(selector.List("matchExpressions").Select(Expression).Where(expression => expression.Length > 0)));

    private static string Expression(JsonNode? expression)
    {
        string key = expression.Text("key"), values = string.Join(',', expression.List("values").Select(value => value.Text()));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            "DoesNotExist" => $"!{key}",
            _ => "",
        };
    }
}
