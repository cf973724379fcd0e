using CanaryJudge.Analyzer.Listening;
using Microsoft.Extensions.Options;

namespace CanaryJudge.Analyzer.SignIn;

/// <summary>Says, when the service starts, how callers sign in, and what is dangerous about it.</summary>
internal sealed partial class SignInStart(IOptions<SignInOptions> options, IOptions<ListenOptions> listen, ILogger<SignInStart> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        SignInOptions signIn = options.Value;
        bool isOpen = !listen.Value.IsLocal();
        string how = string.Join(", ", new[] { signIn.Token.IsOn() ? "bearer token" : "", signIn.Certificate.IsOn() ? "client certificate" : "" }.Where(way => way.Length > 0));
        if (signIn.IsOn()) Log.On(logger, how);
        else if (isOpen) Log.Trusting(logger, listen.Value.Address);
        if (isOpen && signIn.Token.IsOn() && !listen.Value.IsEncrypted()) Log.InTheClear(logger, listen.Value.Address);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(121, LogLevel.Information, "Callers sign in by {Ways}")]
        public static partial void On(ILogger logger, string ways);

        [LoggerMessage(122, LogLevel.Warning, "Nobody signs in, and {Address} is open to other machines: whoever reaches it may decide rollouts (SignIn:DangerouslyTrustNetwork)")]
        public static partial void Trusting(ILogger logger, string address);

        [LoggerMessage(123, LogLevel.Warning, "Tokens come to {Address} without TLS: set Listen:CertificateFile, unless something in front of the service encrypts")]
        public static partial void InTheClear(ILogger logger, string address);
    }
}
