using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CanaryJudge.Judging.Policies;
using CanaryJudge.Statistics;

namespace CanaryJudge.Architecture.Tests;

/// <summary>Statistics and Judging are pure: no clock, no async, no network, no files. Read from the compiled assemblies.</summary>
public sealed class PureRoomTests
{
    private static readonly string[] Forbidden =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Runtime.CompilerServices.IAsyncStateMachine",
        "System.TimeProvider", "System.Threading.Timer", "System.Diagnostics.Stopwatch", "System.Net.Http.HttpClient",
        "System.IO.File", "System.IO.FileStream", "System.Console", "System.Environment", "System.Random", "System.Threading.Thread",
    ];

    // What the compiler writes into every method with yield return.
    private const string IteratorMember = "get_CurrentManagedThreadId";

    public static TheoryData<Type> Rooms => [typeof(Alternative), typeof(CanaryPolicy)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void PureRoom_Assembly_TouchesNoClockNoTaskAndNoInputOutput(Type inRoom)
    {
        using FileStream file = File.OpenRead(inRoom.Assembly.Location);
        using PEReader portable = new(file);
        MetadataReader metadata = portable.GetMetadataReader();
        List<string> used = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            string name = metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name).Split('`')[0];
            if (name != "System.Environment" || MembersOf(metadata, handle).Any(member => member != IteratorMember)) used.Add(name);
        }

        Assert.Empty(used.Intersect(Forbidden, StringComparer.Ordinal));
    }

    private static IEnumerable<string> MembersOf(MetadataReader metadata, TypeReferenceHandle type) =>
        metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => member.Parent == type).Select(member => metadata.GetString(member.Name));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void PureRoom_StaticFields_AreNeverWritable(Type inRoom)
    {
        IEnumerable<string> writable = inRoom.Assembly.GetTypes()
            .Where(t => !t.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal))
            .Select(f => f.DeclaringType!.Name + "." + f.Name);

        Assert.Empty(writable);
    }
}
