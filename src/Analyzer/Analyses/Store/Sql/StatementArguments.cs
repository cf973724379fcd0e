using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace CanaryJudge.Analyzer.Analyses.Store.Sql;

/// <summary>Gives a command the properties of an object as its parameters.</summary>
internal static class StatementArguments
{
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, DbType? Type)[]> Known = new();

    /// <summary>Adds those that its text names.</summary>
    /// <exception cref="NotSupportedException">A property that it names is none of the types that are stored.</exception>
    public static void Add(DbCommand command, object arguments)
    {
        foreach ((PropertyInfo property, DbType? type) in Known.GetOrAdd(arguments.GetType(), Read))
        {
            if (!IsNamed(command.CommandText, property.Name)) continue;
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = property.Name;
            // Said for none, too: a database cannot tell the type of nothing.
            parameter.DbType = type ?? throw new NotSupportedException($"The argument {property.Name} of SQL is a {property.PropertyType}: write a string, a long, an int or bytes.");
            parameter.Value = property.GetValue(arguments) ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Arguments are types of this assembly, which is kept whole.")]
    private static (PropertyInfo Property, DbType? Type)[] Read(Type arguments) => [.. arguments.GetProperties().Select(property => (property, Stored(property)))];

    private static DbType? Stored(PropertyInfo property) => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        Type type when type == typeof(string) => DbType.String,
        Type type when type == typeof(long) => DbType.Int64,
        Type type when type == typeof(int) => DbType.Int32,
        Type type when type == typeof(byte[]) => DbType.Binary,
        _ => null,
    };

    // As a whole word: @id is not in @identity.
    private static bool IsNamed(string text, string name)
    {
        for (int at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            ReadOnlySpan<char> rest = text.AsSpan(at + 1);
            if (rest.StartsWith(name, StringComparison.Ordinal) && (rest.Length == name.Length || !(char.IsAsciiLetterOrDigit(rest[name.Length]) || rest[name.Length] == '_'))) return true;
        }

        return false;
    }
}
