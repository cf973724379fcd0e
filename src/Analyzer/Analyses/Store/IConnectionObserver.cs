using System.Data.Common;

namespace CanaryJudge.Analyzer.Analyses.Store;

/// <summary>Stands between the store and its database, to see every statement and commit; none is registered unless a host adds one.</summary>
internal interface IConnectionObserver
{
    /// <summary>Gives the connections to use in place of these.</summary>
    DbDataSource Observe(DbDataSource source);
}
