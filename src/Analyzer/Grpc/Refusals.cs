using System.Text;
using CanaryJudge.Judging;
using CanaryJudge.Judging.Policies;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Collects everything that is wrong with one request, so that the caller is told all of it at once.</summary>
internal sealed class Refusals
{
    // A status travels in the trailers of the answer, and the metadata of a call is bounded by clients: 8 KiB by default in gRPC for Java.
    private const int MostDetailBytes = 4096;
    private const int MostDescriptionLength = 1000;
    private const int MostMessageLength = 1000;

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

    /// <summary>The status for the wire: every violation as a field violation, and as many as fit in the message, because some clients show no details.</summary>
    public Status ToStatus()
    {
        BadRequest bad = new();
        StringBuilder message = new();
        int inMessage = 0;
        foreach (Violation violation in _violations)
        {
            BadRequest.Types.FieldViolation field = new() { Field = violation.Path, Description = Cut(Describe(violation)) };
            if (bad.FieldViolations.Count > 0 && bad.CalculateSize() + field.CalculateSize() > MostDetailBytes) break;
            bad.FieldViolations.Add(field);
            string text = $"{(message.Length > 0 ? "; " : "")}{(field.Field.Length > 0 ? field.Field + ": " : "")}{field.Description.TrimEnd('.')}";
            if (inMessage < bad.FieldViolations.Count - 1 || (inMessage > 0 && message.Length + text.Length > MostMessageLength)) continue;
            message.Append(text);
            inMessage++;
        }

        int untold = _violations.Count - bad.FieldViolations.Count;
        if (untold > 0) bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "", Description = $"{Counted.Of(untold, "more problem", "is", "are")} not shown. Correct these first." });
        if (inMessage < _violations.Count) message.Append($" (and {_violations.Count - inMessage} more, see the details)");
        return new Status { Code = (int)Code.InvalidArgument, Message = message.ToString(), Details = { Any.Pack(bad) } };
    }

    private static string Describe(Violation violation)
    {
        string place = violation.Line > 0 ? $"line {violation.Line}, column {violation.Column}: " : "";
        return $"{place}{violation.Message} {violation.Remedy}".TrimEnd();
    }

    private static string Cut(string text) => text.Length <= MostDescriptionLength ? text : text[..MostDescriptionLength] + "...";
}
