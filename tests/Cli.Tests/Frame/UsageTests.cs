using System.CommandLine;
using CanaryJudge.Cli.Frame;
using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Frame;

public sealed class UsageTests
{
    private static readonly string[] Judge =
        ["judge", "--policy", "p.yaml", "--prometheus", "http://localhost:9090", "--baseline", "version=v1", "--canary", "version=v2"];

    private static readonly string[] Start = ["start", "--application", "a", "--target", "t", "--baseline", "version=v1", "--canary", "version=v2"];

    public static TheoryData<string, string[]> WrongLines => new()
    {
        { "Unrecognized command or argument '--sinze'", [.. Judge, "--sinze"] },
        { "Option '--policy' is required", ["judge"] },
        { "Option '--baseline' is required", ["judge"] },
        { "Option '--canary' is required", ["judge"] },
        { "Option '--prometheus' is required", ["judge"] },
        { "--since: 'soon' is no length of time up to a year. Write 90s, 30m, 1h30m or 2d.", [.. Judge, "--since", "soon"] },
        { "--since: '0s' is no length of time", [.. Judge, "--since", "0s"] },
        { "--since: '366d' is no length of time", [.. Judge, "--since", "366d"] },
        { "--canary: 'b=2,a=1' is the same as --baseline. Name what tells them apart", ["judge", "--policy", "p", "--prometheus", "http://x", "--baseline", "a=1,b=2", "--canary", "b=2,a=1"] },
        { "--from: 'noon' is no time. Write 2026-01-31T10:00:00Z, or seconds since 1970.", [.. Judge, "--from", "noon"] },
        { "--since counts back from now", [.. Judge, "--since", "30m", "--from", "2026-01-31T10:00:00Z"] },
        { "--to needs --from", [.. Judge, "--to", "2026-01-31T10:00:00Z"] },
        { "--from: 'noon' is no time", [.. Judge, "--from", "noon", "--to", "100"] },
        { "--to must be after --from", [.. Judge, "--from", "200", "--to", "100"] },
        { "--header: 'X-A' is not a name and a value", [.. Judge, "--header", "X-A:"] },
        { "--header: 'x-a' is given twice", [.. Judge, "--header", "x-a: 1", "--header", "X-A: 2"] },
        { "--basic-user: it comes without a password; add --basic-password-file.", [.. Judge, "--basic-user", "me"] },
        { "--cert-file: the certificate and its key do not come together; give both --cert-file and --key-file.", [.. Judge, "--cert-file", "c.pem"] },
        { "--timeout", [.. Judge, "--timeout", "1h"] },
        { "Argument 'yaml' not recognized", [.. Judge, "--output", "yaml"] },
        { "--baseline:", ["judge", "--policy", "p", "--prometheus", "http://x", "--baseline", "version", "--canary", "version=v2"] },
        { "Unrecognized command or argument 'nonsense'", ["nonsense"] },
        { "Required command was not provided", ["policy"] },
        { "Required argument 'FILE' missing", ["policy", "check"] },
        { "--interval: '500ms' is not a length of 1s to 30s.", ["demo", "--interval", "500ms"] },
        { "--interval: '31s' is not a length of 1s to 30s.", ["demo", "--interval", "31s"] },
        { "Give --policy or --policy-name.", [.. Start] },
        { "Give --policy or --policy-name.", [.. Start, "--policy", "p.yaml", "--policy-name", "p"] },
        { "Option '--target' is required", ["start", "--policy-name", "p", "--application", "a", "--baseline", "a=1", "--canary", "a=2"] },
        { "--canary: 'version=v1' is the same as --baseline.", ["start", "--policy-name", "p", "--application", "a", "--target", "t", "--baseline", "version=v1", "--canary", "version=v1"] },
        { "--server: it is not the address of a service.", ["list", "--server", "judge:8080"] },
        { "--server: it is not the address of a service.", ["list", "--server", "http://me:secret@judge:8080"] },
        { "--cert-file needs --key-file too.", ["list", "--cert-file", "c.pem"] },
        { "--token-file: http://judge:8080 is another machine and http hides nothing from those on the way. Write https://, or --insecure-token where", ["list", "--server", "http://judge:8080", "--token-file", "t"] },
        { "--token-file: http://10.0.0.7:8080 is another machine", ["targets", "--server", "http://10.0.0.7:8080", "--token-file", "t"] },
        { "--token-file: http://metrics:9090 is another machine", ["judge", "--policy", "p", "--prometheus", "http://metrics:9090", "--baseline", "a=1", "--canary", "a=2", "--token-file", "t"] },
        { "--basic-password-file: http://metrics is another machine", ["judge", "--policy", "p", "--prometheus", "http://metrics/prom", "--baseline", "a=1", "--canary", "a=2", "--basic-user", "me", "--basic-password-file", "t"] },
        { "--header: http://metrics is another machine", ["backtest", "--policy", "p", "--prometheus", "http://metrics", "--baseline", "a=1", "--header", "authorization: Basic c2VjcmV0"] },
        { "--limit: 0 is not between 1 and 100000.", ["list", "--limit", "0"] },
        { "--since counts back from now", ["list", "--since", "2d", "--from", "2026-01-31T10:00:00Z"] },
        { "Argument 'done' not recognized", ["list", "--state", "done"] },
        { "Required argument 'ID' missing", ["watch"] },
        { "--after: -1 is below 0.", ["watch", "x", "--after", "-1"] },
        { "Option '--reason' is required", ["cancel", "x"] },
        { "Argument 'pause' not recognized", ["override", "x", "pause", "--reason", "unsure"] },
        { "Argument 'gremlins' not recognized", ["demo", "--fault", "gremlins"] },
    };

    [Theory]
    [MemberData(nameof(WrongLines))]
    public async Task WrongLine_OfAnyCommand_IsExit2WithTheReasonAndAHintOnStandardError(string reason, string[] args)
    {
        InProcess.Result result = await InProcess.RunAsync(args);
        Assert.Equal(2, result.Code);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Matches("Try 'canaryjudge[a-z ]* --help'\\.\n$", result.Error);
        Assert.Empty(result.Out);
    }

    [Theory]
    [InlineData("https://judge:8080", "t", null, false, false)]
    [InlineData("http://judge:8080", null, null, false, false)] // nothing that could be read
    [InlineData("http://localhost:8080", "t", null, false, false)]
    [InlineData("http://127.0.0.2:8080", "t", null, false, false)]
    [InlineData("http://[::1]:8080", "t", null, false, false)]
    [InlineData("http://judge:8080", "t", null, true, false)]
    [InlineData("http://judge:8080", "t", "true", false, false)]
    [InlineData("http://judge:8080", "t", "false", false, true)]
    [InlineData("http://judge:8080", "t", "", false, true)]
    [InlineData("http://localhost:8080", "t", "yes", false, true)] // an unknown word is an error, wherever the secret goes
    [InlineData("http://[::2]:8080", "t", null, false, true)]
    public void Secret_LeavesTheMachineByTlsOrOnRequestOnly(string address, string? secret, string? variable, bool isAsked, bool isRefused)
    {
        InsecureTokenOption option = new(name => name == InsecureTokenOption.Variable ? variable : null);
        Command command = new("x");
        option.AddTo(command);
        command.Validators.Add(result => option.Check(result, new Uri(address), secret));

        Assert.Equal(isRefused, command.Parse(isAsked ? ["--insecure-token"] : []).Errors.Count > 0);
    }

    [Fact]
    public async Task PolicyShow_OfOneScopeWithItsDefault_IsExit2()
    {
        InProcess.Result result = await InProcess.RunAsync("policy", "show", "p", "--canary", "version=v1");
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Equal("canaryjudge: --canary: 'version=v1' is the same as --baseline. Name what tells them apart, such as version=v1 and version=v2.\n", result.Error);
    }

    [Fact]
    public async Task SeveralMistakes_OnOneLine_AreToldAtOnce()
    {
        InProcess.Result result = await InProcess.RunAsync([.. Judge, "--since", "soon", "--timeout", "never", "--from", "noon", "--header", "x"]);
        Assert.Equal(2, result.Code);
        foreach (string option in (string[])["--since", "--timeout", "--from", "--header"]) Assert.Contains(option, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://me:s3cret@prometheus:9090", "it holds a user name or password; use --basic-user with --basic-password-file")]
    [InlineData("me:s3cret@prometheus", "it is not an")]
    [InlineData("s3cret", "it is not an address")]
    public async Task Address_WithAPassword_IsRefusedAndNotShown(string address, string reason)
    {
        InProcess.Result result = await InProcess.RunAsync("judge", "--policy", "p", "--baseline", "v=1", "--canary", "v=2", "--prometheus", address);
        Assert.Equal(2, result.Code);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_WithoutAColon_IsNotShownBecauseItMayBeASecret()
    {
        InProcess.Result result = await InProcess.RunAsync([.. Judge, "--header", "s3cret"]);
        Assert.Equal(2, result.Code);
        Assert.DoesNotContain("s3cret", result.Error, StringComparison.Ordinal);
    }
}
