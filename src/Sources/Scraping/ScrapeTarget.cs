namespace CanaryJudge.Sources.Scraping;

/// <summary>One page of metrics to scrape.</summary>
/// <param name="Address">Its address, http or https, without user name or password, such as http://10.0.0.7:8080/metrics.</param>
/// <param name="Labels">Labels that every series of the target gets, such as version. They win: a label of the same name that the target sends is kept as exported_NAME.
/// Without an "instance" the address's host and port are added as it.</param>
public sealed record ScrapeTarget(Uri Address, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The address without query, for messages.</summary>
    public string Name => $"{Address.Scheme}://{Address.Authority}{Address.AbsolutePath}";

    /// <summary>The labels that are added, "instance" included.</summary>
    internal IReadOnlyDictionary<string, string> Attached()
    {
        var attached = new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = Address.Authority };
        foreach ((string name, string value) in Labels) attached[name] = value;
        return attached;
    }

    internal static void Check(ScrapeTarget target)
    {
        if (!target.Address.IsAbsoluteUri || target.Address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"The target '{target.Address}' is not an http or https address.", nameof(target));
        }
        if (target.Address.UserInfo.Length > 0) throw new ArgumentException($"The target '{target.Name}' has a user name or password in its address: leave it out.", nameof(target));
        foreach (string name in target.Labels.Keys)
        {
            bool plain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
            if (!plain || name == ExpositionPoint.NameLabel)
            {
                throw new ArgumentException($"The target '{target.Name}' has a label '{name}': use letters, digits and '_', no digit first.", nameof(target));
            }
        }
    }
}
