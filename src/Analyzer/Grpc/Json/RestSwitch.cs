using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace CanaryJudge.Analyzer.Grpc.Json;

/// <summary>
/// Puts off what the library prepares for REST (the descriptors of the whole contract, a route and a reader of JSON for each method) until somebody calls by REST: it is a fifth of the
/// service's start, and callers by gRPC never need it.
/// </summary>
internal sealed class RestSwitch
{
    private const string Whole = "Services are classes of this assembly, and the library is kept whole like it; code for one class is one for all classes.";

    /// <summary>True from the first call by REST.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Adds it, in front of the library's own.</summary>
    /// <exception cref="InvalidOperationException">JSON transcoding was not added before.</exception>
    public static void Add(IServiceCollection services)
    {
        ServiceDescriptor library = services.Single(service => service.ServiceType == typeof(IServiceMethodProvider<>) && service.ImplementationType?.Assembly == typeof(GrpcJsonTranscodingOptions).Assembly);
        services.Remove(library);
        services.AddSingleton(new RestSwitch());
        services.AddSingleton(new Transcoding(library.ImplementationType!));
        services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(Late<>));
    }

    /// <summary>Turns it on: services that are mapped from now on get routes of REST.</summary>
    public void TurnOn() => IsOn = true;

    private sealed record Transcoding(Type Type);

    // Made by the container: one a service.
    [UnconditionalSuppressMessage("Trimming", "IL2091", Justification = Whole)]
    private sealed class Late<TService>(RestSwitch rest, Transcoding transcoding, IServiceProvider services) : IServiceMethodProvider<TService>
        where TService : class
    {
        [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = Whole)]
        [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = Whole)]
        [UnconditionalSuppressMessage("Trimming", "IL2091", Justification = Whole)]
        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Whole)]
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
        {
            if (!rest.IsOn) return;
            ((IServiceMethodProvider<TService>)ActivatorUtilities.CreateInstance(services, transcoding.Type.MakeGenericType(typeof(TService)))).OnServiceMethodDiscovery(context);
        }
    }
}
