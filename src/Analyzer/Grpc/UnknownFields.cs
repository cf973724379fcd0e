using Google.Protobuf;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Refuses a message with fields that this version of the contract does not have. Protobuf would ignore them, and a rule that was asked for would not be kept.</summary>
internal static class UnknownFields
{
    /// <summary>Adds a violation when there is such a field anywhere in the message.</summary>
    public static void Check<T>(T message, MessageParser<T> parser, Refusals refusals)
        where T : IMessage<T>
    {
        // Unknown fields count in the size; a copy that was read without them is smaller.
        T known = parser.WithDiscardUnknownFields(true).ParseFrom(message.ToByteString());
        if (known.CalculateSize() == message.CalculateSize()) return;
        refusals.Add("", "The request has fields that this version of the service does not know.", "The caller uses a newer contract: update the service, or leave the new fields out.");
    }
}
