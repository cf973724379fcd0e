using System.Net;
using System.Net.Sockets;

namespace CanaryJudge.Sources.Scraping;

/// <summary>The instances behind a target's name, as the name's addresses are now.</summary>
/// <param name="resolve">Looks a host name up.</param>
internal sealed class TargetAddresses(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private const int MostAddresses = 1000;

    /// <summary>The pages to scrape for one target, in the order of their addresses.</summary>
    /// <returns>The target itself when it is one instance; else one target an address. With a failure when the name cannot be looked up: then there is no page.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<(IReadOnlyList<ScrapeTarget> Pages, string Failure)> FindAsync(ScrapeTarget target, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!target.EachAddress) return ([target], "");
        try
        {
            IPAddress[] found = await resolve(target.Address.IdnHost, cancellationToken).WaitAsync(timeout, time, cancellationToken);
            if (found.Length == 0) return ([], "its name has no address");
            if (found.Length > MostAddresses) return ([], $"its name has {found.Length} addresses, more than {MostAddresses}");
            return ([.. found.Distinct().OrderBy(address => address.AddressFamily).ThenBy(address => address.ToString(), StringComparer.Ordinal).Select(address => Page(target, address))], "");
        }
        catch (SocketException unknown)
        {
            return ([], $"its name cannot be looked up: {unknown.Message}");
        }
        catch (TimeoutException)
        {
            return ([], $"its name was not looked up within {timeout.TotalSeconds:0.###} s");
        }
    }

    // The name stays the header Host, and what a certificate is checked against.
    private static ScrapeTarget Page(ScrapeTarget target, IPAddress address) =>
        new(new UriBuilder(target.Address) { Host = address.ToString() }.Uri, target.Labels) { HostHeader = target.Address.Authority };
}
