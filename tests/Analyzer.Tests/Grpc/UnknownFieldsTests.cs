using CanaryJudge.Analyzer.Grpc;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>A field of a newer contract is found wherever it stands, and nothing else is taken for one.</summary>
public sealed class UnknownFieldsTests
{
    // Field 1023, a varint of 1.
    private static readonly byte[] Newer = [0xF8, 0x3F, 0x01];

    public static TheoryData<string> Inputs => [.. Files().SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => method.InputType.FullName)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void FieldInEveryMessageOfEveryRequest_IsFoundAtItsPath(string name)
    {
        MessageDescriptor request = Files().SelectMany(file => file.MessageTypes).Single(message => message.FullName == name);
        int places = 0;
        foreach ((string path, byte[] bytes) in Places(request, "", []))
        {
            Refusals refusals = new();
            UnknownFields.Check(request.Parser.ParseFrom(bytes), refusals);
            Assert.Equal(path, Assert.Single(refusals.All).Path);
            places++;
        }

        Assert.True(places > 0);
    }

    [Fact]
    public void SecondOfMany_IsNamed()
    {
        byte[] second = [.. new MetricMeasurement { Metric = "m" }.ToByteArray(), .. Newer];
        JudgeMeasurementsRequest request = new() { Measurements = { new MetricMeasurement(), MetricMeasurement.Parser.ParseFrom(second) } };
        Refusals refusals = new();

        UnknownFields.Check(request, refusals);

        Assert.Equal("measurements[1]", Assert.Single(refusals.All).Path);
    }

    [Fact]
    public void WholeMessage_HasNone()
    {
        Refusals refusals = new();

        UnknownFields.Check(Requests.Measurements(0.01), refusals);
        UnknownFields.Check(Requests.Judge(), refusals);
        UnknownFields.Check(new JudgeMeasurementsRequest(), refusals);

        Assert.True(refusals.IsEmpty);
    }

    private static IEnumerable<FileDescriptor> Files() => [ServiceReflection.Descriptor, AnalysisServiceReflection.Descriptor, RolloutServiceReflection.Descriptor, .. ServiceReflection.Descriptor.Dependencies, .. AnalysisServiceReflection.Descriptor.Dependencies, .. RolloutServiceReflection.Descriptor.Dependencies];

    // Every message reachable from this one, alone in it with one field too many. A kind of message is gone into once on a way down.
    private static IEnumerable<(string Path, byte[] Bytes)> Places(MessageDescriptor message, string path, HashSet<MessageDescriptor> above)
    {
        yield return (path, Newer);
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder().Where(f => f.FieldType == FieldType.Message && !f.IsMap && !above.Contains(f.MessageType)))
        {
            string at = $"{path}{(path.Length > 0 ? "." : "")}{field.Name}{(field.IsRepeated ? "[0]" : "")}";
            foreach ((string inner, byte[] bytes) in Places(field.MessageType, at, [.. above, message]))
            {
                yield return (inner, Wrapped(field.FieldNumber, bytes));
            }
        }
    }

    private static byte[] Wrapped(int field, byte[] bytes)
    {
        using MemoryStream stream = new();
        using CodedOutputStream output = new(stream);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
        output.Flush();
        return stream.ToArray();
    }
}
