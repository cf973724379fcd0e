using System.Text.Json;
using System.Text.Json.Nodes;
using CanaryJudge.Analyzer.Hooks.Inbound;
using CsCheck;

namespace CanaryJudge.Analyzer.Tests.Hooks;

/// <summary>Whatever comes in: taken, or refused in words; never a defect.</summary>
public sealed class InboundFuzzTests
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "18446744073709551615", "99999999999999999999", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u202e\"", "\"firing\"", "\"resolved\"", "\"error\"", "\"4\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"", "\"2026-11-27T10:00:00+14:00\"", "\"1969-12-31T23:59:59Z\"", "\"'; drop table veto; --\"", "[]", "[null]", "[[]]", "{}", "{\"a\":null}", "{\"a\":{\"b\":[1]}}", "{\"a\":1,\"a\":2}",
        "{\"canaryjudge_target\":\"shop\",\"alertname\":null}", "{\"canaryjudge_target\":null}", "{\"x/canaryjudge_target\":\"shop\",\"canaryjudge_target\":\"\\ud800\"}", "\"" + new string('x', 3000) + "\"", "\"" + new string('\u00e9', 201) + "\"", "NaN", "'", "{", "]", "",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyMessage_IsTakenOrRefusedInWords()
    {
        await using Asked service = await Asked.StartAsync("--Limits:CallBurst=100000", "--Limits:CallsPerSecond=100000");
        int taken = 0;

        await Gen.Select(Gen.Bool, Gen.Int[0, 40], Gen.OneOf(Values), Gen.String, Gen.Int[0, 9]).SampleAsync(
            async (bool isFlux, int at, string value, string text, int how) =>
            {
                string whole = (isFlux ? Messages.Event("error", "UpgradeFailed", "x") : Messages.Alert(at % 2 == 0 ? "firing" : "resolved", "shop/checkout")).ToJsonString();
                string put = how < 2 ? JsonSerializer.Serialize(text) : value;
                string body = how == 9 ? put : Replaced(whole, at, put);

                (int status, string answer) = await Messages.PostAsync(service.Analyzer.Rest, isFlux ? Messages.FluxPath : Messages.AlertmanagerPath, body);

                Assert.True(status is 200 or 400 or 413, $"{status} {body}\n{answer}");
                Assert.NotEmpty(JsonNode.Parse(answer)!["message"]!.GetValue<string>());
                if (status == 200) Interlocked.Increment(ref taken);
            },
            iter: 2000, threads: 4);

        Assert.InRange(taken, 100, 1900);
        // What is logged of the store, whose disk may be busy with other tests, is not of these messages.
        Assert.DoesNotContain(service.Analyzer.Logs.Lines, line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal) && (line.Contains("AspNetCore", StringComparison.Ordinal) || line.Contains("InboundDesk", StringComparison.Ordinal)));
    }

    [Fact]
    public void Line_OfAnyText_IsOneLineOfUnicodeWithinItsBound() => Gen.Select(Gen.OneOf(Gen.String, Gen.Int[0, 200].Select(n => string.Concat(Enumerable.Repeat("\ud83d\ude00\u0001\ud800", n)))), Gen.Int[4, 60]).Sample((text, longest) =>
    {
        string line = InboundText.Line(text, longest);

        Assert.True(line.Length <= longest);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Equal(line, System.Text.Encoding.UTF8.GetString(new System.Text.UTF8Encoding(false, true).GetBytes(line)));
    });

    // Puts something in the place of the n-th value of a JSON text, in the order in which they stand there.
    private static string Replaced(string json, int n, string value)
    {
        Utf8JsonReader reader = new(System.Text.Encoding.UTF8.GetBytes(json));
        List<(long Start, long End)> values = [];
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject) continue;
            long start = reader.TokenStartIndex;
            Utf8JsonReader inner = reader;
            inner.Skip();
            values.Add((start, inner.BytesConsumed));
        }

        (long from, long to) = values[n % values.Count];
        return json[..(int)from] + value + json[(int)to..];
    }
}
