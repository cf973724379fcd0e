using System.Text.RegularExpressions;
using CanaryJudge.Analyzer.Grpc.Json;
using CanaryJudge.Contracts.V1;
using CanaryJudge.TestKit;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace CanaryJudge.Analyzer.Tests.Grpc;

/// <summary>What the program that is compiled ahead must hold though only reflection asks for it: a new type in the contract must be named before REST can read and write it there.</summary>
public sealed partial class TranscodedTypesTests
{
    private static readonly Type[] Types =
    [
        .. new[] { ServiceReflection.Descriptor, AnalysisServiceReflection.Descriptor, RolloutServiceReflection.Descriptor }.SelectMany(file => file.Dependencies.Append(file)).Where(file => file.Package == "canaryjudge.v1")
            .Distinct().SelectMany(file => file.MessageTypes).SelectMany(WithNested).SelectMany(Fields).SelectMany(Held).Distinct(),
    ];

    [Fact]
    public void Values_AreThoseOfTheContract() =>
        Assert.Equal(Names(Types.Where(type => type.IsValueType)), Names(TranscodedTypes.Values));

    [Fact]
    public void Messages_ThatAreNotOurs_AreThoseOfTheContract() =>
        Assert.Equal(Names(Types.Where(type => typeof(IMessage).IsAssignableFrom(type) && type.Assembly != typeof(Verdict).Assembly)), Names(TranscodedTypes.Messages));

    [Fact]
    public void Enumerations_HaveTheirReaderInTheListOfTheCompiler()
    {
        string list = File.ReadAllText(Path.Combine(ServerPrograms.RepositoryRoot()!, "src", "Analyzer", "native.xml"));

        Assert.Equal(Names(Types.Where(type => type.IsEnum)), EnumReader().Matches(list).Select(match => match.Groups["type"].Value).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(type => type.FullName!).Order(StringComparer.Ordinal);

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) => message.ClrType is null ? [] : message.NestedTypes.SelectMany(WithNested).Prepend(message);

    private static IEnumerable<Type> Fields(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Select(field => message.ClrType.GetProperty(field.PropertyName)!.PropertyType);

    private static Type[] Held(Type field)
    {
        if (!field.IsGenericType) return [field];
        Assert.Contains(field.GetGenericTypeDefinition(), (Type[])[typeof(RepeatedField<>), typeof(MapField<,>)]);
        return field.GetGenericArguments();
    }

    [GeneratedRegex(@"EnumConverter`1\[\[(?<type>[\w.]+), CanaryJudge\.Contracts\]\]", RegexOptions.NonBacktracking)]
    private static partial Regex EnumReader();
}
