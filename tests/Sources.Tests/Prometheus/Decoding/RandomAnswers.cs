using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CanaryJudge.Sources.Tests.Prometheus.Decoding;

/// <summary>Random answers: mostly well formed, in every shape the API knows, with odd white space, field orders, labels and numbers.</summary>
internal sealed class RandomAnswers(int seed)
{
    private readonly Random random = new(seed);

    public byte[] Next()
    {
        List<string> fields = [];
        if (!Rarely()) fields.Add($"\"status\":{(Rarely() ? Text() : random.Next(5) == 0 ? "\"error\"" : "\"success\"")}");
        if (!Rarely()) fields.Add("\"data\":" + (Rarely() ? Any(3) : Data()));
        if (random.Next(4) == 0) fields.Add("\"errorType\":\"bad_data\"");
        if (random.Next(4) == 0) fields.Add("\"error\":" + Text());
        if (random.Next(4) == 0) fields.Add("\"warnings\":" + List(random.Next(3), Text));
        if (random.Next(6) == 0) fields.Add("\"infos\":" + (Rarely() ? "null" : List(random.Next(3), Text)));
        if (random.Next(8) == 0) fields.Add("\"isPartial\":" + (random.Next(2) == 0 ? "true" : "false"));
        if (Rarely()) fields.Add(Text() + ":" + Any(4));
        if (Rarely() && fields.Count > 0) fields.Add(fields[random.Next(fields.Count)]);
        return Encoding.UTF8.GetBytes(Space() + Object(fields) + Space());
    }

    /// <summary>The bytes with a few of them changed, left out, doubled or added.</summary>
    public byte[] Mutate(byte[] body)
    {
        List<byte> bytes = [.. body];
        for (int changes = 1 + random.Next(3); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = (byte)"{}[]\",:0123456789.eE+-\\ntf "[random.Next(27)]; break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at))); break;
                case 4: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>A number as a server may write it, or seldom something that is none.</summary>
    public string Number() => random.Next(16) switch
    {
        0 => "NaN",
        1 => "+Inf",
        2 => "-Inf",
        3 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        4 => Digits(random.Next(1, 40)) + "." + Digits(random.Next(1, 40)),
        5 => Digits(random.Next(1, 20)) + "e" + random.Next(-330, 320),
        6 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)).ToString("R", CultureInfo.InvariantCulture),
        7 => "0." + new string('0', random.Next(30)) + Digits(random.Next(1, 18)),
        8 => "-" + Digits(random.Next(1, 17)),
        9 => Rarely() ? Digits(3) + "x" : random.Next(100).ToString(CultureInfo.InvariantCulture),
        10 => random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        11 => (random.NextDouble() * 1000).ToString("F3", CultureInfo.InvariantCulture),
        _ => random.Next(100_000).ToString(CultureInfo.InvariantCulture),
    };

    private string Data()
    {
        string type = Rarely() ? Text() : random.Next(5) switch { 0 => "\"scalar\"", 1 => "\"vector\"", _ => "\"matrix\"" };
        bool scalar = Rarely() ? random.Next(2) == 0 : type == "\"scalar\"";
        string result = Rarely() ? Any(3) : scalar ? Point(1_760_000_000_000) : List(random.Next(4), () => Series(type == "\"vector\""));
        List<string> fields = ["\"resultType\":" + type, "\"result\":" + result];
        if (random.Next(6) == 0) fields.Add("\"stats\":" + Any(3));
        return Object(fields);
    }

    private string Series(bool instant)
    {
        List<string> labels = [.. Enumerable.Range(0, random.Next(5)).Select(i => (Rarely() ? Text() : $"\"label{i}\"") + ":" + Text())];
        List<string> fields = ["\"metric\":" + Object(labels)];
        if (random.Next(4) != 0) fields.Add(instant ? "\"value\":" + Point(Start()) : "\"values\":" + Points(Point));
        else fields.Add(instant ? "\"histogram\":" + Histogram(Start()) : "\"histograms\":" + Points(Histogram));
        if (Rarely()) fields.Add("\"values\":" + Points(Point));
        if (Rarely()) fields.Add(Text() + ":" + Any(2));
        return Object(fields);
    }

    private string Points(Func<long, string> point)
    {
        long time = Start();
        long step = random.Next(6) == 0 ? 500 : 15_000;
        bool plain = random.Next(3) != 0;
        IEnumerable<string> points = Enumerable.Range(0, random.Next(8)).Select(_ => point(time += Rarely() ? 0 : step));
        return plain ? "[" + string.Join(',', points) + "]" : "[" + Space() + string.Join(Space() + "," + Space(), points) + Space() + "]";
    }

    private string Point(long millis) => random.Next(3) == 0
        ? $"[{Space()}{Time(millis)}{Space()},{Space()}\"{Number()}\"{Space()}]"
        : $"[{Time(millis)},\"{Number()}\"]";

    private string Histogram(long millis)
    {
        double bound = Rarely() ? double.NegativeInfinity : -1;
        string Bound() => double.IsInfinity(bound) ? "-Inf" : bound.ToString("R", CultureInfo.InvariantCulture);
        string Bucket()
        {
            string from = Bound();
            bound = double.IsInfinity(bound) ? -2 : bound + (Rarely() ? 0 : random.NextDouble());
            return $"[{random.Next(4)},\"{from}\",\"{Bound()}\",\"{random.Next(100)}\"]";
        }
        List<string> fields = [$"\"count\":\"{Number()}\"", $"\"sum\":\"{Number()}\""];
        if (random.Next(4) != 0) fields.Add("\"buckets\":" + List(random.Next(5), Bucket));
        return $"[{Time(millis)},{Object(fields)}]";
    }

    private string Time(long millis) => random.Next(12) switch
    {
        0 => ((decimal)millis / 1000).ToString("0.000", CultureInfo.InvariantCulture),
        1 => ((decimal)millis / 1000).ToString("0.00000", CultureInfo.InvariantCulture),
        2 => ((decimal)millis / 1000 + 0.0004m).ToString(CultureInfo.InvariantCulture),
        3 => ((decimal)millis / 1_000_000).ToString(CultureInfo.InvariantCulture) + "e3",
        4 => ((decimal)(millis + random.Next(1000)) / 1000).ToString(CultureInfo.InvariantCulture),
        _ => (millis / 1000).ToString(CultureInfo.InvariantCulture) + (millis % 1000 == 0 ? "" : "." + (millis % 1000).ToString("000", CultureInfo.InvariantCulture).TrimEnd('0')),
    };

    private long Start() => Rarely() ? random.Next(-5_000, 5_000) : 1_760_000_000_000 + random.Next(1000);

    private string Text()
    {
        string[] texts = ["", "a", "GET", "checkout", "she said \"no\"", "line\nbreak", "{}\\", "ünïcödé", "日本", "\U0001F600", "\u0001", "</script>", new string('x', 200)];
        string text = texts[random.Next(texts.Length)];
        return random.Next(2) == 0 ? JsonSerializer.Serialize(text) : "\"" + string.Concat(text.Select(c => c < ' ' || c is '"' or '\\' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";
    }

    private string Any(int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        3 => Text(),
        4 => random.Next(-50, 50) + (random.Next(2) == 0 ? "" : ".5e-3"),
        5 or 6 => List(random.Next(3), () => Any(depth - 1)),
        _ => Object([.. Enumerable.Range(0, random.Next(3)).Select(_ => Text() + ":" + Any(depth - 1))]),
    };

    private string Object(List<string> fields)
    {
        string[] order = [.. fields];
        if (random.Next(3) == 0) random.Shuffle(order);
        return "{" + Space() + string.Join(Space() + "," + Space(), order) + Space() + "}";
    }

    private string List(int count, Func<string> item) => "[" + Space() + string.Join(Space() + "," + Space(), Enumerable.Range(0, count).Select(_ => item())) + Space() + "]";

    private string Space() => random.Next(12) == 0 ? new string(" \n\r\t"[random.Next(4)], random.Next(1, 3)) : "";

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10)));

    private bool Rarely() => random.Next(40) == 0;
}
