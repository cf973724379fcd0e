using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace CanaryJudge.Analyzer.Analyses.Store.Sql;

/// <summary>Reads rows: each column into the property of its name, in letters of either case. What the database has none of stays as a new row has it.</summary>
/// <typeparam name="T">A class with settable properties, or, for the first column alone, a string, a whole number, one that may be null, or bytes.</typeparam>
internal static class RowReader<T>
{
    private const string Whole = "Rows are types of this assembly, which is kept whole.";

    // Null for a value.
    private static readonly Dictionary<string, Action<T, DbDataReader, int>>? Columns = Value() is null ? Properties() : null;

    /// <summary>What reads the row that a reader of rows is at.</summary>
    /// <exception cref="InvalidOperationException">A column has no property.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2091", Justification = Whole)]
    public static Func<DbDataReader, T> Of(DbDataReader rows)
    {
        if (Columns is null) return Value()!;
        Action<T, DbDataReader, int>[] columns = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)
            .Select(name => Columns.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The column {name} has no property in {typeof(T).Name}: name it as one with 'as'."))];
        return row =>
        {
            T made = Activator.CreateInstance<T>();
            for (int i = 0; i < columns.Length; i++)
            {
                if (!row.IsDBNull(i)) columns[i](made, row, i);
            }

            return made;
        };
    }

    private static Func<DbDataReader, T>? Value()
    {
        if (typeof(T) == typeof(string)) return row => row.IsDBNull(0) ? default! : (T)(object)row.GetString(0);
        if (typeof(T) == typeof(long) || typeof(T) == typeof(long?)) return row => row.IsDBNull(0) ? default! : (T)(object)row.GetInt64(0);
        if (typeof(T) == typeof(byte[])) return row => row.IsDBNull(0) ? default! : (T)(object)row.GetFieldValue<byte[]>(0);
        return null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2090", Justification = Whole)]
    private static Dictionary<string, Action<T, DbDataReader, int>> Properties() =>
        typeof(T).GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, Setter, StringComparer.OrdinalIgnoreCase);

    private static Action<T, DbDataReader, int> Setter(PropertyInfo property)
    {
        if (property.PropertyType == typeof(string)) return To<string>(property, static (row, i) => row.GetString(i));
        if (property.PropertyType == typeof(long)) return To<long>(property, static (row, i) => row.GetInt64(i));
        if (property.PropertyType == typeof(long?)) return To<long?>(property, static (row, i) => row.GetInt64(i));
        if (property.PropertyType == typeof(byte[])) return To<byte[]>(property, static (row, i) => row.GetFieldValue<byte[]>(i));
        throw new NotSupportedException($"{typeof(T).Name}.{property.Name} is a {property.PropertyType}: rows have strings, longs and bytes.");
    }

    private static Action<T, DbDataReader, int> To<TValue>(PropertyInfo property, Func<DbDataReader, int, TValue> read)
    {
        Action<T, TValue> set = property.SetMethod!.CreateDelegate<Action<T, TValue>>();
        return (made, row, i) => set(made, read(row, i));
    }
}
