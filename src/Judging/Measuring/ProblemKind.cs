namespace CanaryJudge.Judging.Measuring;

/// <summary>Why a source could not answer. Each is a reason to hold, never a pass.</summary>
public enum ProblemKind
{
    /// <summary>No answer within the time allowed.</summary>
    Timeout,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>Credentials missing, wrong or not sufficient.</summary>
    Unauthorized,

    /// <summary>The source understood and refused: a parse error, an execution error, a limit.</summary>
    Rejected,

    /// <summary>The source is overloaded or limits our rate.</summary>
    Overloaded,

    /// <summary>The source failed on its side.</summary>
    ServerError,

    /// <summary>More series, points or bytes than allowed.</summary>
    TooLarge,

    /// <summary>Bytes that are not the protocol's answer.</summary>
    Malformed,

    /// <summary>This source cannot answer such a question at all.</summary>
    Unsupported,
}
