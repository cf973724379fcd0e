namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Marks endpoints as unlimited.</summary>
internal static class UnlimitedEndpoints
{
    /// <summary>Leaves endpoints out of the limits of callers.</summary>
    public static TBuilder Unlimited<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(Grpc.Unlimited.Mark);
}
