namespace CanaryJudge.Sources.Scraping;

/// <summary>One page of metrics to scrape.</summary>
/// <param name="Address">Its address, http or https, without user name or password, such as http://10.0.0.7:8080/metrics.</param>
/// <param name="Labels">Labels that every series of the target gets, such as version. They win: a label of the same name that the target sends is kept as exported_NAME.
/// Without an "instance" the address's host and port are added as it.</param>
public sealed record ScrapeTarget(Uri Address, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>
    /// True: the host's name stands for several instances (a headless Service of Kubernetes), and each of its addresses is scraped as a target of its own, with that address as its
    /// instance; the name is looked up for every scrape. False: the page of one instance. Default: false.
    /// </summary>
    public bool EachAddress { get; init; }

    /// <summary>The header Host of the request; null for the address's own.</summary>
    internal string? HostHeader { get; init; }

    /// <summary>The address without query, for messages.</summary>
    public string Name => $"{Address.Scheme}://{Address.Authority}{Address.AbsolutePath}";

    /// <summary>The labels that are added, "instance" included.</summary>
    internal IReadOnlyDictionary<string, string> Attached()
    {
        var attached = new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = Address.Authority };
        foreach ((string name, string value) in Labels) attached[name] = value;
        return attached;
    }

    /// <summary>Refuses a target with a wrong address or label.</summary>
    /// <exception cref="ArgumentException">It is wrong; the message names the target and says what to write.</exception>
    public static void Check(ScrapeTarget target)
    {
        if (Wrong(target) is { } words) throw new ArgumentException(words, nameof(target));
    }

    // What is wrong with it first; null when nothing is.
    private static string? Wrong(ScrapeTarget target)
    {
        if (!target.Address.IsAbsoluteUri || target.Address.Scheme is not ("http" or "https")) return $"The target '{target.Address}' is not an http or https address.";
        if (target.Address.UserInfo.Length > 0) return $"The target '{target.Name}' has a user name or password in its address: leave it out.";
        if (target.Labels.Keys.FirstOrDefault(name => !IsPlain(name)) is { } label) return $"The target '{target.Name}' has a label '{label}': use letters, digits and '_', no digit first.";
        bool isOneName = target.EachAddress && target.Labels.ContainsKey("instance");
        return isOneName ? $"The target '{target.Name}' stands for several instances, and has a label 'instance': leave it out, each address becomes its own." : null;
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && name != ExpositionPoint.NameLabel;
}
