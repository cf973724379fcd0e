using System.Diagnostics;
using CanaryJudge.Contracts.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using AnnotationsExtensions = Google.Api.AnnotationsExtensions;

namespace CanaryJudge.Analyzer.Tests.Contracts;

/// <summary>The generated messages are those of protos/: the build makes them, and these tests notice when it stops doing so.</summary>
public sealed class ContractTests
{
    private static readonly FileDescriptor[] Generated =
    [
        AnalysisReflection.Descriptor, AnalysisServiceReflection.Descriptor, CheckPolicyReflection.Descriptor, JudgeReflection.Descriptor, JudgeMeasurementsReflection.Descriptor, PolicyReflection.Descriptor,
        ScopeReflection.Descriptor, RolloutReflection.Descriptor, RolloutServiceReflection.Descriptor, ServiceReflection.Descriptor, VerdictReflection.Descriptor,
    ];

    private static readonly ExtensionRegistry HttpRules = [AnnotationsExtensions.Http];

    [Fact]
    public void GeneratedFiles_AreThoseOfTheProtosFolder()
    {
        IEnumerable<string> protos = Directory.EnumerateFiles(Checkout.Path("protos"), "*.proto", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Checkout.Path("protos"), f).Replace('\\', '/'));

        Assert.Equal(protos.Order(StringComparer.Ordinal), Generated.Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void GeneratedMessages_AreWhatBufReadsFromTheProtos()
    {
        string buf = Checkout.Path("node_modules/.bin/buf");
        Assert.SkipUnless(File.Exists(buf), "buf is not installed: run eng/install.sh");

        FileDescriptorSet read = FileDescriptorSet.Parser.WithExtensionRegistry(HttpRules).ParseFrom(Run(buf, "build", "--exclude-source-info", "--as-file-descriptor-set", "-o", "-"));

        foreach (FileDescriptor generated in Generated)
        {
            FileDescriptorProto expected = read.File.Single(f => f.Name == generated.Name);
            FileDescriptorProto actual = FileDescriptorProto.Parser.WithExtensionRegistry(HttpRules).ParseFrom(generated.SerializedData);
            Assert.Equal(WithoutJsonNames(expected), WithoutJsonNames(actual));
        }
    }

    [Theory]
    [InlineData("annotations.proto")]
    [InlineData("http.proto")]
    public void GoogleFiles_AreThoseThatTheBuildUses(string name)
    {
        string used = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "google-api", name));

        Assert.Equal(used, File.ReadAllText(Checkout.Path($"third_party/googleapis/google/api/{name}")));
    }

    [Fact]
    public void Contract_Enums_BeginWithAnUnspecifiedValue()
    {
        foreach (EnumDescriptor type in Generated.SelectMany(f => f.EnumTypes)) Assert.EndsWith("_UNSPECIFIED", type.FindValueByNumber(0).Name);
    }

    // buf writes every field's JSON name, protoc leaves it to the reader; both derive it from the name.
    private static FileDescriptorProto WithoutJsonNames(FileDescriptorProto file)
    {
        foreach (FieldDescriptorProto field in file.MessageType.SelectMany(m => m.NestedType.Prepend(m)).SelectMany(m => m.Field)) field.ClearJsonName();
        return file;
    }

    private static byte[] Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Checkout.Path("."), RedirectStandardOutput = true, UseShellExecute = false })!;
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
