namespace CanaryJudge.Analyzer.SignIn;

/// <summary>A token or certificate that is right in itself, but not for this service. The message is for the caller.</summary>
internal sealed class SignInException(string message) : Exception(message);
