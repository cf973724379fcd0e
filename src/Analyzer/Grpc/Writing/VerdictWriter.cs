using CanaryJudge.Judging.Aligning;
using CanaryJudge.Judging.Comparing;
using CanaryJudge.Judging.Deciding;
using CanaryJudge.Judging.Measuring;
using CanaryJudge.Judging.Planning;
using CanaryJudge.Judging.Policies;
using Wire = CanaryJudge.Contracts.V1;

namespace CanaryJudge.Analyzer.Grpc.Writing;

/// <summary>From a verdict to the wire. A number that does not exist (NaN, unbounded) is left out.</summary>
internal static class VerdictWriter
{
    /// <summary>Writes a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="queries">What the source was asked, one entry a metric in the order of the judgements; empty when the numbers came with the request.</param>
    public static Wire.Verdict Write(Verdict verdict, IReadOnlyList<IReadOnlyList<SentQuery>> queries)
    {
        Wire.Verdict wire = new()
        {
            Outcome = Outcome(verdict.Outcome),
            Reason = verdict.Reason,
            CouldNotJudge = verdict.CouldNotJudge,
            WindowsElapsed = verdict.WindowsElapsed,
            ByHorizon = verdict.ByHorizon,
        };
        if (verdict.Score is { } score) wire.Score = ScoreWriter.Write(score);
        for (int m = 0; m < verdict.Judgements.Count; m++) wire.Judgements.Add(Write(verdict.Judgements[m], m < queries.Count ? queries[m] : []));

        return wire;
    }

    private static Wire.Judgement Write(Judgement judgement, IReadOnlyList<SentQuery> queries)
    {
        MetricPolicy metric = judgement.Windows.Metric;
        Wire.Judgement wire = new()
        {
            Metric = metric.Name,
            Outcome = Outcome(judgement.Outcome),
            Reason = judgement.Reason,
            Critical = metric.Critical,
            Unit = metric.Unit,
            LeansToSafety = judgement.LeansToSafety,
        };
        if (judgement.Checks is { } checks) wire.Checks = ScoreWriter.Write(checks);
        foreach (Comparison comparison in judgement.Comparisons) wire.Comparisons.Add(Write(comparison));
        foreach (DataFault fault in judgement.Windows.Faults) wire.Faults.Add(Write(fault));
        wire.Warnings.AddRange(judgement.Windows.Warnings);
        foreach (SourceProblem problem in judgement.Windows.Problems) wire.Problems.Add(Write(problem));
        wire.Queries.AddRange(queries.Select(Write));
        return wire;
    }

    /// <summary>Writes the numbers of one thing compared.</summary>
    public static Wire.Comparison Write(Comparison comparison)
    {
        Wire.Comparison wire = new() { Name = comparison.Name, Method = comparison.Method, Windows = comparison.Windows };
        if (Number(comparison.Baseline) is { } baseline) wire.Baseline = baseline;
        if (Number(comparison.Canary) is { } canary) wire.Canary = canary;
        if (Number(comparison.Difference) is { } difference) wire.Difference = difference;
        if (Number(comparison.Low) is { } low) wire.Low = low;
        if (Number(comparison.High) is { } high) wire.High = high;
        if (Number(comparison.Confidence) is { } confidence) wire.Confidence = confidence;
        if (Number(comparison.Margin) is { } margin) wire.Margin = margin;
        if (Number(comparison.P) is { } p) wire.P = p;
        if (Number(comparison.U) is { } u) wire.U = u;
        if (Number(comparison.A12) is { } a12) wire.A12 = a12;
        if (Number(comparison.BaselineExposure) is { } baselineExposure) wire.BaselineExposure = baselineExposure;
        if (Number(comparison.CanaryExposure) is { } canaryExposure) wire.CanaryExposure = canaryExposure;
        if (comparison.Evidence is { } evidence) wire.Evidence = Write(evidence);
        return wire;
    }

    private static Wire.Evidence Write(Evidence evidence)
    {
        Wire.Evidence wire = new()
        {
            HarmThreshold = evidence.HarmThreshold,
            SafeThreshold = evidence.SafeThreshold,
            HarmShare = evidence.HarmShare,
            SafeShare = evidence.SafeShare,
        };
        if (Number(evidence.LogHarm) is { } logHarm) wire.LogHarm = logHarm;
        if (Number(evidence.LogSafe) is { } logSafe) wire.LogSafe = logSafe;
        if (Number(evidence.WindowsLeft) is { } windowsLeft) wire.WindowsLeft = windowsLeft;
        if (Number(evidence.CanaryExposureLeft) is { } canaryExposureLeft) wire.CanaryExposureLeft = canaryExposureLeft;
        return wire;
    }

    private static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static Wire.DataFault Write(DataFault fault)
    {
        Wire.DataFault wire = new() { Kind = Kind(fault.Kind), Side = Write(fault.Side), Detail = fault.Detail };
        if (fault.Window is { } window) wire.Window = window;
        return wire;
    }

    private static Wire.SourceProblem Write(SourceProblem problem)
    {
        Wire.SourceProblem wire = new() { Kind = Kind(problem.Kind), Message = problem.Message, Query = problem.Query };
        if (problem.Status is { } status) wire.Status = status;
        return wire;
    }

    private static Wire.SentQuery Write(SentQuery sent) => new()
    {
        Side = Write(sent.Query.Side),
        Role = sent.Query.Role.ToString().ToLowerInvariant(),
        Text = sent.Text,
        Series = sent.Series,
    };

    /// <summary>The word for an outcome.</summary>
    public static Wire.VerdictOutcome Outcome(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Pause => Wire.VerdictOutcome.Pause,
        VerdictOutcome.Promote => Wire.VerdictOutcome.Promote,
        VerdictOutcome.Rollback => Wire.VerdictOutcome.Rollback,
        _ => throw Unmapped(outcome),
    };

    /// <summary>The word for an outcome.</summary>
    public static Wire.JudgementOutcome Outcome(JudgementOutcome outcome) => outcome switch
    {
        JudgementOutcome.Pass => Wire.JudgementOutcome.Pass,
        JudgementOutcome.Fail => Wire.JudgementOutcome.Fail,
        JudgementOutcome.Inconclusive => Wire.JudgementOutcome.Inconclusive,
        JudgementOutcome.NoData => Wire.JudgementOutcome.NoData,
        JudgementOutcome.Error => Wire.JudgementOutcome.Error,
        _ => throw Unmapped(outcome),
    };

    private static Wire.Side Write(Side side) => side switch
    {
        Side.Baseline => Wire.Side.Baseline,
        Side.Canary => Wire.Side.Canary,
        _ => throw Unmapped(side),
    };

    private static Wire.DataFaultKind Kind(FaultKind kind) => kind switch
    {
        FaultKind.Reset => Wire.DataFaultKind.Reset,
        FaultKind.Gap => Wire.DataFaultKind.Gap,
        FaultKind.NotFinite => Wire.DataFaultKind.NotFinite,
        FaultKind.ZeroOverZero => Wire.DataFaultKind.ZeroOverZero,
        FaultKind.BadAboveTotal => Wire.DataFaultKind.BadAboveTotal,
        FaultKind.BucketMismatch => Wire.DataFaultKind.BucketMismatch,
        FaultKind.SeveralSeries => Wire.DataFaultKind.SeveralSeries,
        FaultKind.NoSeries => Wire.DataFaultKind.NoSeries,
        _ => throw Unmapped(kind),
    };

    private static Wire.SourceProblemKind Kind(ProblemKind kind) => kind switch
    {
        ProblemKind.Timeout => Wire.SourceProblemKind.Timeout,
        ProblemKind.Unreachable => Wire.SourceProblemKind.Unreachable,
        ProblemKind.Unauthorized => Wire.SourceProblemKind.Unauthorized,
        ProblemKind.Rejected => Wire.SourceProblemKind.Rejected,
        ProblemKind.Overloaded => Wire.SourceProblemKind.Overloaded,
        ProblemKind.ServerError => Wire.SourceProblemKind.ServerError,
        ProblemKind.TooLarge => Wire.SourceProblemKind.TooLarge,
        ProblemKind.Malformed => Wire.SourceProblemKind.Malformed,
        ProblemKind.Unsupported => Wire.SourceProblemKind.Unsupported,
        _ => throw Unmapped(kind),
    };

    // A new word of the domain needs a word of the contract; the tests walk every value.
    private static ArgumentOutOfRangeException Unmapped<T>(T value)
        where T : struct, Enum => new(nameof(value), value, $"The contract has no word for {typeof(T).Name}.{value}.");
}
