using Google.Protobuf.Reflection;

namespace CanaryJudge.Analyzer.Grpc.Reading;

/// <summary>Words for an enum value that is not one: the unspecified one, or one of a newer contract.</summary>
internal static class Enums
{
    /// <summary>What was found.</summary>
    public static string Shown<T>(T value)
        where T : struct, Enum => Convert.ToInt32(value) == 0 ? "It is not stated." : $"The value {Convert.ToInt32(value)} is not known.";

    /// <summary>What can be written: every name of the enum as the contract spells it.</summary>
    public static string Remedy<T>(FileDescriptor file, T value)
        where T : struct, Enum
    {
        EnumDescriptor type = file.EnumTypes.Single(e => e.ClrType == value.GetType());
        return $"Use one of {string.Join(", ", type.Values.Skip(1).Select(v => v.Name))}.";
    }
}
