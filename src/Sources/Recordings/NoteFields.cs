using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;

namespace CanaryJudge.Sources.Recordings;

/// <summary>Reads what a recording keeps beside the numbers: queries, faults, warnings, problems.</summary>
internal static class NoteFields
{
    public static IReadOnlyList<QueryTerm> Queries(ref FieldReader reader, string path)
    {
        var queries = new List<QueryTerm>();
        if (!reader.List(path)) return queries;
        for (int count = 0; reader.Item(path, count, RecordingLimits.Notes); count++)
        {
            string at = $"{path}[{count}]";
            if (!reader.Object(at)) continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            (TermRole? role, TermReading? reading, string? text) = (null, null, null);
            while (reader.Field(at, seen, out string field))
            {
                switch (field)
                {
                    case "role": role = reader.Word<TermRole>(at + ".role"); break;
                    case "reading": reading = reader.Word<TermReading>(at + ".reading"); break;
                    case "text": text = reader.Text(at + ".text"); break;
                    default: reader.Unknown(at, field, "role, reading, text"); break;
                }
            }
            if (Whole(ref reader, at, seen, "role", "reading", "text") && role is { } r && reading is { } d && text is not null) queries.Add(new QueryTerm(r, d, text));
        }
        return queries;
    }

    public static IReadOnlyList<DataFault> Faults(ref FieldReader reader, string path)
    {
        var faults = new List<DataFault>();
        if (!reader.List(path)) return faults;
        for (int count = 0; reader.Item(path, count, RecordingLimits.Notes); count++)
        {
            string at = $"{path}[{count}]";
            if (!reader.Object(at)) continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            (FaultKind? kind, Side? side, long? window, string? detail) = (null, null, null, null);
            while (reader.Field(at, seen, out string field))
            {
                switch (field)
                {
                    case "kind": kind = reader.Word<FaultKind>(at + ".kind"); break;
                    case "side": side = reader.Word<Side>(at + ".side"); break;
                    case "window": window = reader.Whole(at + ".window", -RecordingLimits.Windows, RecordingLimits.Windows); break;
                    case "detail": detail = reader.Text(at + ".detail"); break;
                    default: reader.Unknown(at, field, "kind, side, window, detail"); break;
                }
            }
            if (Whole(ref reader, at, seen, "kind", "side", "detail") && kind is { } k && side is { } s && detail is not null) faults.Add(new DataFault(k, s, (int?)window, detail));
        }
        return faults;
    }

    public static IReadOnlyList<string> Warnings(ref FieldReader reader, string path)
    {
        var warnings = new List<string>();
        if (!reader.List(path)) return warnings;
        for (int count = 0; reader.Item(path, count, RecordingLimits.Notes); count++)
        {
            if (reader.Text($"{path}[{count}]") is { } warning) warnings.Add(warning);
        }
        return warnings;
    }

    public static IReadOnlyList<SourceProblem> Problems(ref FieldReader reader, string path)
    {
        var problems = new List<SourceProblem>();
        if (!reader.List(path)) return problems;
        for (int count = 0; reader.Item(path, count, RecordingLimits.Notes); count++)
        {
            string at = $"{path}[{count}]";
            if (!reader.Object(at)) continue;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            (ProblemKind? kind, string? message, string? query, long? status) = (null, null, null, null);
            while (reader.Field(at, seen, out string field))
            {
                switch (field)
                {
                    case "kind": kind = reader.Word<ProblemKind>(at + ".kind"); break;
                    case "message": message = reader.Text(at + ".message"); break;
                    case "query": query = reader.Text(at + ".query"); break;
                    case "status": status = reader.Whole(at + ".status", 0, 999); break;
                    default: reader.Unknown(at, field, "kind, message, query, status"); break;
                }
            }
            if (Whole(ref reader, at, seen, "kind", "message", "query") && kind is { } k && message is not null && query is not null) problems.Add(new SourceProblem(k, message, query, (int?)status));
        }
        return problems;
    }

    /// <summary>Notes each field that is not there.</summary>
    public static bool Whole(ref FieldReader reader, string path, HashSet<string> seen, params ReadOnlySpan<string> required)
    {
        bool whole = true;
        foreach (string field in required)
        {
            if (seen.Contains(field)) continue;
            whole = false;
            reader.Wrong(FieldReader.Join(path, field), $"The field '{field}' is missing.", "Write it.");
        }
        return whole;
    }
}
