using System.Text;
using CanaryJudge.Sources.Prometheus.Decoding;
using CsCheck;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

public sealed class DecoderPropertyTests
{
    [Fact]
    public void Decoder_AnyAnswerInAnyPieces_AgreesWithThePlainDecoder() =>
        Gen.Select(Gen.Int, Gen.Int[1, 64]).Sample((seed, piece) =>
        {
            byte[] body = new RandomAnswers(seed).Next();
            PrometheusAnswer? expected = PlainDecoder.Decode(body);
            Same(expected, Decode.Bytes(body, int.MaxValue), body);
            Same(expected, Decode.Bytes(body, piece), body);
            Same(expected, Decode.Memory(body), body);
        }, iter: 4_000);

    [Fact]
    public void Decoder_AnyAnswerCutAtAnyByte_AgreesWithThePlainDecoder() =>
        Gen.Int.Sample(seed =>
        {
            byte[] body = new RandomAnswers(seed).Next();
            PrometheusAnswer? expected = PlainDecoder.Decode(body);
            for (int cut = 1; cut < body.Length; cut++) Same(expected, Decode.Pieces(body, [cut]), body);
        }, iter: 150);

    [Fact]
    public void Decoder_MutatedAnswer_AgreesWithThePlainDecoder() =>
        Gen.Select(Gen.Int, Gen.Int[1, 64]).Sample((seed, piece) =>
        {
            var random = new RandomAnswers(seed);
            byte[] body = random.Mutate(random.Next());
            PrometheusAnswer? expected = PlainDecoder.Decode(body);
            PrometheusAnswer actual = Decode.Bytes(body, piece);
            Same(expected, actual, body);
            Assert.Equal(actual.Fault, Decode.Memory(body).Fault);
        }, iter: 20_000);

    [Fact]
    public void Decoder_AnyBytes_GiveAFault() =>
        Gen.Byte.Array[0, 300].Sample(body => Decode.Bytes(body, 7).Fault is not null, iter: 5_000);

    [Fact]
    public void Decoder_AnAnswerThatStops_SaysThatItEndedEarly() =>
        Gen.Select(Gen.Int, Gen.Int[0, 1_000_000]).Sample((seed, where) =>
        {
            byte[] body = new RandomAnswers(seed).Next();
            if (PlainDecoder.Decode(body) is null) return;
            byte[] start = body[..(where % (Array.LastIndexOf(body, (byte)'}') + 1))];
            Assert.Equal(DecodeFaultKind.EndedEarly, Decode.Bytes(start, int.MaxValue).Fault?.Kind);
        }, iter: 2_000);

    [Fact]
    public void RandomAnswers_AreMostlyAnswers()
    {
        int answers = Enumerable.Range(0, 1_000).Count(seed => PlainDecoder.Decode(new RandomAnswers(seed).Next()) is not null);
        Assert.InRange(answers, 500, 950);
    }

    private static void Same(PrometheusAnswer? expected, PrometheusAnswer actual, byte[] body)
    {
        if (Decode.Difference(expected, actual) is { } difference) Assert.Fail($"{difference} in\n{Encoding.Latin1.GetString(body)}");
    }
}
