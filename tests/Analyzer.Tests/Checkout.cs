using CanaryJudge.TestKit;

namespace CanaryJudge.Analyzer.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    public static string Path(string relative) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(ServerPrograms.RepositoryRoot() ?? throw new InvalidOperationException("The tests do not run inside a checkout."), relative));
}
