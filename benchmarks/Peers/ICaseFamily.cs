namespace CanaryJudge.Benchmarks.Peers;

/// <summary>The cases of one operation: their names, and how one call is made.</summary>
public interface ICaseFamily
{
    /// <summary>The cases whose name contains <paramref name="only"/>; a case's input is read when it is enumerated.</summary>
    IEnumerable<PeerCase> Cases(string dataFolder, string only);
}
