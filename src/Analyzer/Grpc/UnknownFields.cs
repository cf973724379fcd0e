using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CanaryJudge.Analyzer.Grpc;

/// <summary>Refuses a message with fields that this version of the contract does not have. Protobuf would ignore them, and a rule that was asked for would not be kept.</summary>
/// <remarks>
/// Generated code keeps them in a private field and offers no way to ask for them. To read the message again without them and compare sizes is the way with nothing private;
/// it took a third of the time of a call with 20 KB. A generator that names the field otherwise stops the first call, and a test. Messages are walked by the properties of their
/// classes: descriptors are made when they are first asked for, which took a twelfth of the time from the start to the first answer.
/// </remarks>
internal static class UnknownFields
{
    private const string Whole = "Messages are types of the contract, which is kept whole; code for two classes is one for all classes.";

    private static readonly ConcurrentDictionary<Type, Shape> Shapes = new();
    private static readonly MethodInfo TypedGetter = typeof(UnknownFields).GetMethod(nameof(Getter), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Adds a violation when there is such a field anywhere in the message, with the path of the first message that has one.</summary>
    public static void Check(IMessage message, Refusals refusals)
    {
        if (Find(message, ShapeOf(message.GetType())) is not { } path) return;
        refusals.Add(path, "The message has fields that this version of the service does not know.", "The caller uses a newer contract: update the service, or leave the new fields out.");
    }

    private static Shape ShapeOf(Type message) => Shapes.GetOrAdd(message, static type => new Shape(type));

    // The path of the first message with such a field, "" for this one itself; null when there is none.
    private static string? Find(IMessage message, Shape shape)
    {
        if (shape.Unknown.GetValue(message) is not null) return "";
        foreach (MessageField field in shape.Fields)
        {
            switch (field.Read(message))
            {
                case IMessage one:
                    if (Find(one, field.Shape) is { } inOne) return Joined(field.NameIn(message), inOne);
                    break;
                case IList many:
                    for (int k = 0; k < many.Count; k++)
                    {
                        if (Find((IMessage)many[k]!, field.Shape) is { } inMany) return Joined($"{field.NameIn(message)}[{k}]", inMany);
                    }

                    break;
            }
        }

        return null;
    }

    private static string Joined(string name, string rest) => rest.Length == 0 ? name : $"{name}.{rest}";

    private static Func<IMessage, object?> Getter<TMessage, TValue>(MethodInfo getter)
        where TMessage : class, IMessage
        where TValue : class
    {
        Func<TMessage, TValue?> typed = getter.CreateDelegate<Func<TMessage, TValue?>>();
        return message => typed((TMessage)message);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Whole)]
    private sealed class Shape(Type message)
    {
        public FieldInfo Unknown { get; } = message.GetField("_unknownFields", BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw new NotSupportedException($"{message} keeps its unknown fields where they are not looked for.");

        public MessageField[] Fields { get; } = [.. message.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(HoldsMessages).Select(property => new MessageField(property))];

        private static bool HoldsMessages(PropertyInfo property)
        {
            if (IsMessage(property.PropertyType)) return true;
            if (!property.PropertyType.IsGenericType) return false;
            Type collection = property.PropertyType.GetGenericTypeDefinition();
            Type held = property.PropertyType.GetGenericArguments()[^1];
            if (collection == typeof(MapField<,>) && IsMessage(held)) throw new NotSupportedException($"{property.DeclaringType}.{property.Name} is a map of messages, which is not looked through for unknown fields.");
            return collection == typeof(RepeatedField<>) && IsMessage(held);
        }

        private static bool IsMessage(Type type) => typeof(IMessage).IsAssignableFrom(type);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = Whole)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Whole)]
    private sealed class MessageField(PropertyInfo property)
    {
        private readonly Type _type = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        private Shape? _shape;

        public Func<IMessage, object?> Read { get; } = (Func<IMessage, object?>)TypedGetter.MakeGenericMethod(property.DeclaringType!, property.PropertyType).Invoke(null, [property.GetMethod])!;

        // Late, as messages may hold messages of their own kind.
        public Shape Shape => _shape ??= ShapeOf(_type);

        public string NameIn(IMessage message) => message.Descriptor.Fields.InDeclarationOrder().First(field => field.PropertyName == property.Name).Name;
    }
}
