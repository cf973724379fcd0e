using CanaryJudge.Judging.Policies;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Collects everything that is wrong with one request, so that the caller is told all of it at once.</summary>
internal sealed class Refusals
{
    private const int MostTold = 100;

    private readonly List<Violation> _violations = [];

    /// <summary>True when nothing is wrong so far.</summary>
    public bool IsEmpty => _violations.Count == 0;

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<Violation> All => _violations;

    /// <summary>Adds one violation.</summary>
    /// <param name="path">Path of the field in the request message, in proto names: policy.inline.metrics[1].margin.</param>
    /// <param name="message">What is wrong, with the value found.</param>
    /// <param name="remedy">What to write instead.</param>
    public void Add(string path, string message, string remedy) => _violations.Add(new(path, message, remedy));

    /// <summary>Adds a violation that was found elsewhere, as it is.</summary>
    public void Add(Violation violation) => _violations.Add(violation);

    /// <summary>Ends the call when anything is wrong.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with every violation.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty) throw ToStatus().ToRpcException();
    }

    /// <summary>The status for the wire: one sentence, and every violation as a field violation.</summary>
    public Status ToStatus()
    {
        BadRequest bad = new();
        foreach (Violation violation in _violations.Take(MostTold)) bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = violation.Path, Description = Describe(violation) });
        int untold = _violations.Count - bad.FieldViolations.Count;
        if (untold > 0) bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "", Description = $"{untold} more problems are not shown. Correct these first." });

        Violation first = _violations[0];
        string more = _violations.Count > 1 ? $" (and {_violations.Count - 1} more, see the details)" : "";
        string where = first.Path.Length > 0 ? first.Path + ": " : "";
        return new Status { Code = (int)Code.InvalidArgument, Message = $"{where}{Describe(first)}{more}", Details = { Any.Pack(bad) } };
    }

    private static string Describe(Violation violation)
    {
        string place = violation.Line > 0 ? $"line {violation.Line}, column {violation.Column}: " : "";
        return $"{place}{violation.Message} {violation.Remedy}".TrimEnd();
    }
}
