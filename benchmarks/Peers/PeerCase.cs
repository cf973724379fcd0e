namespace CanaryJudge.Benchmarks.Peers;

/// <summary>One case: a call of the public API on the i-th input.</summary>
/// <param name="Name">The case's name, as the peers print it.</param>
/// <param name="Call">Makes one call; inputs rotate with i, so that no branch predictor learns one of them. The value of input 0 is printed to be compared.</param>
/// <param name="InputBytes">Bytes of text read by one call, for the rate; 0 when a rate says nothing.</param>
/// <param name="Peer">Name of a second way to make the call, shown beside ours; empty for ours.</param>
public sealed record PeerCase(string Name, Func<int, double> Call, long InputBytes = 0, string Peer = "");
