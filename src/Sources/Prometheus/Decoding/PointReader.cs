namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads points: [time,"value"].</summary>
internal sealed class PointReader(JsonScanner json, PointBuffer points)
{
    /// <summary>Reads points to the end of their array, which has been entered.</summary>
    public async ValueTask ReadRestAsync()
    {
        for (bool first = true; await json.NextItemAsync(first); first = false)
            if (!PointScanner.TryScan(json.Window, points)) await ReadAsync();
    }

    /// <summary>Reads one point.</summary>
    public async ValueTask ReadAsync()
    {
        long time = await EnterAsync();
        points.Add(time, await ReadFloatAsync());
        await LeaveAsync();
    }

    /// <summary>Reads a point whose array has been entered, to its end.</summary>
    public async ValueTask ReadPartsAsync()
    {
        long time = await ReadTimeAsync();
        points.Add(time, await ReadFloatAsync());
        await LeaveAsync();
    }

    /// <summary>Enters a point and reads its time.</summary>
    public async ValueTask<long> EnterAsync()
    {
        await json.EnterAsync('[');
        return await ReadTimeAsync();
    }

    /// <summary>Leaves a point after its second part.</summary>
    public async ValueTask LeaveAsync()
    {
        if (await json.NextItemAsync(first: false)) throw DecodeException.Malformed("a point has more than two parts");
    }

    /// <summary>The value of a string that holds a number.</summary>
    /// <exception cref="DecodeException">It holds something else.</exception>
    public static double Float(ReadOnlySpan<byte> text) =>
        FloatText.Read(text, out double value) is var used && used > 0 && used == text.Length
            ? value
            : throw DecodeException.Malformed("a value is not a number");

    private async ValueTask<long> ReadTimeAsync()
    {
        await json.ReadNumberAsync();
        return TimeText.TryRead(json.Text, out long millis) ? millis : throw DecodeException.Malformed("a time is out of range");
    }

    private async ValueTask<double> ReadFloatAsync()
    {
        await json.ExpectAsync(',');
        await json.ReadStringAsync();
        return Float(json.Text);
    }
}
