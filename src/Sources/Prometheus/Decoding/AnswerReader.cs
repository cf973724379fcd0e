using System.Text;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Reads the envelope: {"status":"success","data":{"resultType":"matrix","result":[..]},"warnings":[..]}, its fields in any order. Used for one answer after another.</summary>
internal sealed class AnswerReader
{
    private const int Scalar = 1;
    private const int Vector = 2;
    private readonly JsonScanner json;
    private readonly SeriesReader series;
    private List<string> warnings = [];
    private int warningsLeftOut;
    private string? resultType;
    private int resultShape;

    public AnswerReader(DecodeLimits limits, LabelCache labels)
    {
        Window = new AnswerWindow(limits.MaxBytes);
        json = new JsonScanner(Window);
        series = new SeriesReader(json, limits, labels);
    }

    /// <summary>What is read: opened by the caller before each answer.</summary>
    public AnswerWindow Window { get; }

    /// <summary>Reads the whole answer to the end of the body.</summary>
    /// <param name="receiver">Takes its series.</param>
    /// <exception cref="DecodeException">It cannot be decoded.</exception>
    public async ValueTask<PrometheusAnswer> ReadAsync(ISeriesReceiver receiver)
    {
        Reset(receiver);
        string? status = null;
        bool hasData = false;
        string errorType = "";
        string error = "";
        await json.EnterAsync('{');
        for (bool first = true; await json.NextFieldAsync(first); first = false)
        {
            string name = Known(json.Text);
            await json.ExpectAsync(':');
            switch (name)
            {
                case "status" when status is null: status = await ReadTextAsync(); break;
                case "data" when !hasData:
                    hasData = true;
                    await ReadDataAsync();
                    break;
                case "errorType": errorType = await ReadTextAsync(); break;
                case "error": error = await ReadTextAsync(); break;
                case "warnings" or "infos": await ReadWarningsAsync(); break;
                case "isPartial": await ReadPartialAsync(); break;
                case "status" or "data": throw DecodeException.Malformed($"it has {name} twice");
                default: await json.SkipAsync(); break;
            }
        }
        await json.ExpectEndAsync();
        if (warningsLeftOut > 0) warnings.Add($"({warningsLeftOut} further warnings)");
        IReadOnlyList<string> said = warnings.Count == 0 ? [] : warnings;
        return status switch
        {
            "success" => Success(said),
            "error" => new PrometheusAnswer { ErrorType = errorType, Error = error, Warnings = said },
            null => throw DecodeException.Malformed("it has no status"),
            _ => throw DecodeException.Malformed("its status is neither success nor error"),
        };
    }

    /// <summary>Lets go of the body and of what took its series.</summary>
    public void Close()
    {
        Window.Close();
        Reset(null);
    }

    private void Reset(ISeriesReceiver? receiver)
    {
        json.Reset();
        series.Reset(receiver);
        if (warnings.Count > 0) warnings = []; // the last ones went with their answer
        warningsLeftOut = 0;
        resultType = null;
        resultShape = 0;
    }

    private PrometheusAnswer Success(IReadOnlyList<string> said)
    {
        bool asItSays = resultType switch
        {
            "matrix" or "vector" => resultShape == Vector,
            "scalar" => resultShape == Scalar,
            "string" => throw DecodeException.Malformed("the expression is a text, not a number"),
            null => throw DecodeException.Malformed("it has no result type"),
            _ => throw DecodeException.Malformed("its result type is none of matrix, vector and scalar"),
        };
        if (!asItSays) throw DecodeException.Malformed("its result is not of its result type");
        return new PrometheusAnswer { Succeeded = true, Warnings = said };
    }

    private async ValueTask ReadDataAsync()
    {
        if (await json.PeekAsync() == 'n')
        {
            await json.ExpectWordAsync("null");
            return;
        }
        await json.EnterAsync('{');
        for (bool first = true; await json.NextFieldAsync(first); first = false)
        {
            bool isType = json.Text.SequenceEqual("resultType"u8);
            bool isResult = json.Text.SequenceEqual("result"u8);
            await json.ExpectAsync(':');
            if ((isType && resultType is not null) || (isResult && resultShape != 0)) throw DecodeException.Malformed("its data has a field twice");
            if (isType) resultType = await ReadTextAsync();
            else if (isResult) resultShape = await ReadResultAsync();
            else await json.SkipAsync();
        }
    }

    /// <summary>Reads series, or the two parts of a scalar: the first item tells which.</summary>
    private async ValueTask<int> ReadResultAsync()
    {
        if (await json.PeekAsync() == 'n')
        {
            await json.ExpectWordAsync("null"); // how Go writes a list without items
            return Vector;
        }
        await json.EnterAsync('[');
        for (bool first = true; await json.NextItemAsync(first); first = false)
        {
            if (first && await json.PeekAsync() != '{')
            {
                if (resultType == "string") throw DecodeException.Malformed("the expression is a text, not a number");
                await series.ReadScalarAsync();
                return Scalar;
            }
            await series.ReadSeriesAsync();
        }
        return Vector;
    }

    private async ValueTask ReadWarningsAsync()
    {
        if (await json.PeekAsync() == 'n')
        {
            await json.ExpectWordAsync("null");
            return;
        }
        await json.EnterAsync('[');
        for (bool first = true; await json.NextItemAsync(first); first = false)
        {
            string warning = await ReadTextAsync();
            if (warnings.Contains(warning)) continue;
            if (warnings.Count < DecodeLimits.MaxWarnings) warnings.Add(warning);
            else warningsLeftOut++;
        }
    }

    private async ValueTask ReadPartialAsync()
    {
        bool partial = await json.PeekAsync() == 't';
        await json.SkipAsync();
        if (partial) warnings.Add("The server says that its answer is partial (isPartial).");
    }

    private async ValueTask<string> ReadTextAsync()
    {
        await json.ReadStringAsync();
        ReadOnlySpan<byte> text = json.Text;
        if (text.Length <= DecodeLimits.MaxTextLength) return Known(text);
        int kept = DecodeLimits.MaxTextLength;
        while ((text[kept] & 0xC0) == 0x80) kept--; // not inside of a character
        return Encoding.UTF8.GetString(text[..kept]) + "...";
    }

    /// <summary>The text; no new string for the words of every answer.</summary>
    private static string Known(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("status"u8)) return "status";
        if (text.SequenceEqual("success"u8)) return "success";
        if (text.SequenceEqual("data"u8)) return "data";
        if (text.SequenceEqual("matrix"u8)) return "matrix";
        return text.SequenceEqual("vector"u8) ? "vector" : Encoding.UTF8.GetString(text);
    }
}
