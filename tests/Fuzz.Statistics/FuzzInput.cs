using System.Buffers.Binary;

namespace CanaryJudge.Fuzz.Statistics;

/// <summary>Bytes read as settings first and samples after: eight raw bytes a value (every NaN, denormal and infinity can come) or one small integer a byte (ties).</summary>
public sealed class FuzzInput
{
    private readonly byte[] _settings = new byte[4];

    public FuzzInput(ReadOnlySpan<byte> bytes)
    {
        bytes[..Math.Min(4, bytes.Length)].CopyTo(_settings);
        bytes = bytes[Math.Min(4, bytes.Length)..];
        List<double> values = [];
        if (_settings[0] % 2 == 0)
        {
            foreach (byte value in bytes) values.Add((sbyte)value / 4.0);
        }
        else
        {
            for (; bytes.Length >= 8; bytes = bytes[8..]) values.Add(BinaryPrimitives.ReadDoubleLittleEndian(bytes));
        }

        int cut = Math.Min(values.Count, _settings[1] * (values.Count + 1) / 256);
        X = [.. values.Take(cut)];
        Y = [.. values.Skip(cut)];
    }

    public double[] X { get; }

    public double[] Y { get; }

    /// <summary>A setting in [0, count): one more than the enum has is on purpose.</summary>
    public int Choose(int setting, int count) => _settings[setting] % count;

    /// <summary>A confidence level, sometimes out of range.</summary>
    public double Level => _settings[3] / 250.0;
}
