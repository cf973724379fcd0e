using System.Text.Json.Nodes;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>One key that a map may have.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What its value may be.</param>
/// <param name="Meaning">One sentence for people, with unit, range and default.</param>
/// <param name="Example">The key with a value, as it may be written.</param>
/// <param name="IsRequired">True when the map is wrong without it.</param>
internal sealed record PolicyKey(string Name, Shape Shape, string Meaning, string Example, bool IsRequired = false)
{
    /// <summary>The value's schema with its meaning.</summary>
    public JsonObject ToSchema()
    {
        JsonObject schema = Shape.ToSchema();
        schema.Insert(0, "description", Meaning);
        return schema;
    }
}

/// <summary>The keys that a map may have.</summary>
/// <param name="Title">What the map is, with its article: "a policy".</param>
/// <param name="Keys">The keys.</param>
internal sealed record KeyTable(string Title, IReadOnlyList<PolicyKey> Keys)
{
    /// <summary>The schema of such a map.</summary>
    public JsonObject ToSchema()
    {
        var properties = new JsonObject();
        foreach (PolicyKey key in Keys) properties.Add(key.Name, key.ToSchema());
        return ObjectShape.Strict(properties, Keys.Where(key => key.IsRequired).Select(key => key.Name));
    }
}
