using System.Text.Json.Nodes;

namespace CanaryJudge.Judging.Policies.Documents;

/// <summary>What a key's value may be: read by the parser, told to editors by the schema.</summary>
internal abstract record Shape
{
    /// <summary>The JSON Schema of the value.</summary>
    public abstract JsonObject ToSchema();
}

/// <summary>A whole number.</summary>
internal sealed record IntegerShape(int Min, int Max) : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "integer", ["minimum"] = Min, ["maximum"] = Max };
}

/// <summary>A number between Min and Max, each taken or not.</summary>
internal sealed record NumberShape(double Min, double Max, bool IncludesMax, bool IncludesMin = false) : Shape
{
    /// <summary>The range in words.</summary>
    public string Range => Max == double.MaxValue ? $"of {Min} or more" : $"{(IncludesMin ? "from" : "above")} {Min} and {(IncludesMax ? "at most" : "below")} {Max}";

    public bool Holds(double value) => (IncludesMin ? value >= Min : value > Min) && (IncludesMax ? value <= Max : value < Max);

    public override JsonObject ToSchema()
    {
        JsonObject schema = new() { ["type"] = "number", [IncludesMin ? "minimum" : "exclusiveMinimum"] = Min };
        if (Max < double.MaxValue) schema[IncludesMax ? "maximum" : "exclusiveMaximum"] = Max;
        return schema;
    }
}

/// <summary>One of some words.</summary>
internal sealed record WordShape(IReadOnlyList<string> Words) : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "string", ["enum"] = new JsonArray([.. Words.Select(word => JsonValue.Create(word))]) };
}

/// <summary>true or false.</summary>
internal sealed record BooleanShape : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "boolean" };
}

/// <summary>A name: letters, digits, '_', '-', '.'.</summary>
internal sealed record NameShape : Shape
{
    public static readonly string Pattern = $"^[A-Za-z0-9_.-]{{1,{PolicyLimits.NameLength}}}$";

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = Pattern };
}

/// <summary>Free text up to a length.</summary>
internal sealed record TextShape(int MaxLength) : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "string", ["maxLength"] = MaxLength };
}

/// <summary>A duration such as 1m.</summary>
internal sealed record DurationShape(TimeSpan Min, TimeSpan Max) : Shape
{
    public const string Pattern = "^(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = Pattern };
}

/// <summary>A number of windows, or a duration that is a multiple of the window.</summary>
internal sealed record WindowsShape(int Min) : Shape
{
    public override JsonObject ToSchema() => AnyOf(new IntegerShape(Min, PolicyLimits.Windows).ToSchema(), new DurationShape(default, default).ToSchema());

    /// <summary>A schema that takes what one of these takes.</summary>
    public static JsonObject AnyOf(params JsonObject[] choices) => new() { ["anyOf"] = new JsonArray([.. choices]) };
}

/// <summary>A margin; percentage points only for a ratio.</summary>
internal sealed record MarginShape(bool IsRatio) : Shape
{
    public override JsonObject ToSchema()
    {
        JsonObject absolute = WindowsShape.AnyOf([Size(), .. IsRatio ? [Suffixed("pp")] : Array.Empty<JsonObject>()]);
        JsonObject relative = WindowsShape.AnyOf(Positive(), Suffixed("%"));
        JsonObject floor = WindowsShape.AnyOf([IsRatio ? new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 } : new() { ["type"] = "number", ["minimum"] = 0 }, .. IsRatio ? [Suffixed("pp")] : Array.Empty<JsonObject>()]);
        JsonObject[] choices =
        [
            Size(),
            Suffixed("%"),
            ObjectShape.Strict(new() { ["absolute"] = absolute }, ["absolute"]),
            ObjectShape.Strict(new() { ["relative"] = relative, ["floor"] = floor }, ["relative"]),
        ];
        return WindowsShape.AnyOf(IsRatio ? [.. choices, Suffixed("pp")] : choices);
    }

    private static JsonObject Positive() => new() { ["type"] = "number", ["exclusiveMinimum"] = 0 };

    private JsonObject Size() => IsRatio ? new() { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 1 } : Positive();

    private static JsonObject Suffixed(string suffix) => new() { ["type"] = "string", ["pattern"] = $@"^[0-9]+(\.[0-9]+)? ?{suffix}$" };
}

/// <summary>A limit on the canary's own value; a ratio's is a share of all events.</summary>
internal sealed record LimitShape(bool IsRatio) : Shape
{
    public override JsonObject ToSchema() => IsRatio
        ? WindowsShape.AnyOf(new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 }, new() { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)? ?%$" })
        : new() { ["type"] = "number" };
}

/// <summary>Some names, each once.</summary>
internal sealed record NamesShape(int MaxCount) : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = MaxCount, ["uniqueItems"] = true, ["items"] = new NameShape().ToSchema() };
}

/// <summary>A number a group, above 0 and at most 100.</summary>
internal sealed record WeightsShape : Shape
{
    public override JsonObject ToSchema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["patternProperties"] = new JsonObject { [NameShape.Pattern] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 100 } },
    };
}

/// <summary>A selector.</summary>
internal sealed record SelectorShape : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "string", ["minLength"] = 1 };
}

/// <summary>A PromQL expression with $scope.</summary>
internal sealed record ExpressionShape : Shape
{
    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = @"\$scope" };
}

/// <summary>A selector, a map that says how the answer is read, or both.</summary>
internal sealed record TermShape(KeyTable Readings, bool TakesSelector) : Shape
{
    public override JsonObject ToSchema()
    {
        IEnumerable<JsonObject> maps = Readings.Keys.Select(key => ObjectShape.Strict(new() { [key.Name] = key.ToSchema() }, [key.Name]));
        return WindowsShape.AnyOf([.. TakesSelector ? [new SelectorShape().ToSchema()] : Array.Empty<JsonObject>(), .. maps]);
    }
}

/// <summary>Rising numbers inside (0, 1).</summary>
internal sealed record QuantilesShape(int MaxCount) : Shape
{
    public override JsonObject ToSchema() => new()
    {
        ["type"] = "array",
        ["minItems"] = 1,
        ["maxItems"] = MaxCount,
        ["uniqueItems"] = true,
        ["items"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["exclusiveMaximum"] = 1 },
    };
}

/// <summary>The metrics.</summary>
internal sealed record MetricsShape : Shape
{
    public override JsonObject ToSchema() => new()
    {
        ["type"] = "array",
        ["minItems"] = 1,
        ["maxItems"] = PolicyLimits.Metrics,
        ["items"] = new JsonObject { ["oneOf"] = new JsonArray([.. PolicyWords.Kinds.Select(kind => new JsonObject { ["$ref"] = $"#/$defs/{kind.Word}" })]) },
    };
}

/// <summary>A map with known keys.</summary>
internal sealed record ObjectShape(KeyTable Table) : Shape
{
    public override JsonObject ToSchema() => Table.ToSchema();

    /// <summary>The schema of a map with these keys and no other.</summary>
    public static JsonObject Strict(JsonObject properties, IEnumerable<string> required) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        ["properties"] = properties,
    };
}
