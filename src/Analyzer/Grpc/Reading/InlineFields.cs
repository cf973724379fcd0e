namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>Fields of an inline policy that a document could not hold as they came.</summary>
internal static class InlineFields
{
    /// <summary>A number of the document; one that is not finite is refused, and one that the document accepts stands in its place.</summary>
    public static double Number(double value, string path, Refusals refusals, double accepted = 0.75)
    {
        if (double.IsFinite(value)) return value;
        refusals.Add(path, $"The value is {value}.", "Give a finite number, or leave it out for the default.");
        return accepted;
    }

    /// <summary>Refuses an enum value that is not stated or not known; a word that the document accepts stands in its place.</summary>
    public static string NotStated<T>(T value, string path, string accepted, Refusals refusals)
        where T : struct, System.Enum
    {
        refusals.Add(path, Enums.Shown(value), Enums.Remedy(Contracts.V1.PolicyReflection.Descriptor, value));
        return accepted;
    }
}
