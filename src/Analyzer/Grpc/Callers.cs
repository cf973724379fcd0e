using CanaryJudge.Analyzer.SignIn;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Finds out who calls.</summary>
internal sealed class Callers(IOptions<SignInOptions> signIn)
{
    /// <summary>The caller of a call.</summary>
    /// <exception cref="InvalidOperationException">Callers sign in, and this one has not: authorization would have to have stopped it.</exception>
    public Caller Of(ServerCallContext context)
    {
        if (!signIn.Value.IsOn()) return new Caller(null);
        return new Caller(CallerIdentity.NameOf(context.GetHttpContext().User) ?? throw new InvalidOperationException("A caller who has not signed in came through."));
    }
}
