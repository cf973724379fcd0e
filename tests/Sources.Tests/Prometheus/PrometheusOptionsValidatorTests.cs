using CanaryJudge.Judging.Policies;
using CanaryJudge.Sources.Prometheus;

namespace CanaryJudge.Sources.Tests.Prometheus;

public sealed class PrometheusOptionsValidatorTests
{
    private static readonly PrometheusOptions Good = new() { Address = new Uri("https://prometheus.example/prefix/") };

    [Fact]
    public void Validator_Defaults_AreValid() => Assert.Empty(PrometheusOptionsValidator.Validate(Good));

    [Fact]
    public void Validator_EverythingWrong_NamesItAllAtOnce()
    {
        IReadOnlyList<Violation> found = PrometheusOptionsValidator.Validate(new PrometheusOptions
        {
            Address = new Uri("http://me:pw-hidden@prometheus.example/api/v1?x=1"),
            Username = "a:b",
            PasswordFile = "",
            BearerTokenFile = "/token",
            ClientKeyFile = "/key.pem",
            CaFile = "/ca.pem",
            Tenant = "a b",
            Headers = new Dictionary<string, string> { ["Host"] = "x", ["Bad Name"] = "x", ["X-Value"] = "a\r\nb", ["Authorization"] = "x" },
            Timeout = TimeSpan.Zero,
            Attempts = 11,
            Concurrency = 0,
            MaxAnswerBytes = 0,
            MaxSeries = 0,
            MaxPoints = -1,
        });
        Assert.Equal(
            ["address", "address", "address", "username", "bearerTokenFile", "passwordFile", "clientCertificateFile", "address",
             "headers[Host]", "headers[Bad Name]", "headers[X-Value]", "headers[Authorization]", "tenant",
             "timeout", "attempts", "concurrency", "maxAnswerBytes", "maxSeries", "maxPoints"],
            found.Select(violation => violation.Path));
        Assert.All(found, violation => Assert.DoesNotContain("pw-hidden", violation.ToString()));
        Assert.All(found, violation => Assert.NotEmpty(violation.Remedy));
    }

    [Theory]
    [InlineData("ftp://prometheus.example")]
    [InlineData("prometheus:9090")]
    [InlineData("/only/a/path")]
    public void Validator_AddressThatIsNotHttp_IsRefused(string address) =>
        Assert.Equal("address", Assert.Single(PrometheusOptionsValidator.Validate(new PrometheusOptions { Address = new Uri(address, UriKind.RelativeOrAbsolute) })).Path);

    [Fact]
    public void Validator_PasswordWithoutUsername_IsRefused() =>
        Assert.Equal("username", Assert.Single(PrometheusOptionsValidator.Validate(Good with { Password = "x" })).Path);

    [Fact]
    public void Validator_UsernameWithoutPassword_IsRefused() =>
        Assert.Equal("username", Assert.Single(PrometheusOptionsValidator.Validate(Good with { Username = "x" })).Path);
}
