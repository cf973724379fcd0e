using System.Buffers;
using System.Text.Unicode;

namespace CanaryJudge.Sources.Prometheus.Decoding;

/// <summary>Strict JSON (RFC 8259), one token at a time over an <see cref="AnswerWindow"/>: no tree, and nothing kept but the current string.</summary>
/// <remarks>Each read has a path without waiting, for tokens that are buffered whole, and one that fills the window.</remarks>
internal sealed class JsonScanner(AnswerWindow window)
{
    private static readonly SearchValues<byte> EndsPlainText =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private const int UsualText = 64 * 1024;
    private byte[] unescaped = [];
    private int textBack;
    private int textLength;
    private bool textIsUnescaped;
    private int depth;

    /// <summary>The window that is read.</summary>
    public AnswerWindow Window => window;

    /// <summary>The string or number read last, unescaped; void after the next read.</summary>
    public ReadOnlySpan<byte> Text => textIsUnescaped ? unescaped.AsSpan(0, textLength) : window.Consumed(textBack, textLength);

    /// <summary>Starts the next answer.</summary>
    public void Reset()
    {
        depth = 0;
        if (unescaped.Length > UsualText) unescaped = [];
    }

    /// <summary>Reads past exactly these bytes when they are next and buffered: the short way through what servers always write alike.</summary>
    /// <param name="bytes">Punctuation and texts, without white space.</param>
    /// <param name="enters">How many objects and arrays they open.</param>
    /// <returns>Whether they were read; otherwise nothing was.</returns>
    public bool TryTake(ReadOnlySpan<byte> bytes, int enters)
    {
        if (!window.Unread.StartsWith(bytes)) return false;
        window.Consume(bytes.Length);
        depth += enters;
        return true;
    }

    /// <summary>The next byte that is not white space; it stays unread.</summary>
    /// <exception cref="DecodeException">The body ended.</exception>
    public ValueTask<byte> PeekAsync()
    {
        return TryPeek(out byte next) ? new ValueTask<byte>(next) : FillAndPeekAsync();
    }

    /// <summary>Reads past one punctuation mark.</summary>
    public ValueTask ExpectAsync(char mark)
    {
        if (!TryPeek(out byte next) || next != mark) return FillAndExpectAsync(mark);
        window.Consume(1);
        return ValueTask.CompletedTask;
    }

    /// <summary>Enters an object or an array.</summary>
    public ValueTask EnterAsync(char mark)
    {
        if (++depth > DecodeLimits.MaxDepth) throw DecodeException.Malformed($"it is nested deeper than {DecodeLimits.MaxDepth}");
        return ExpectAsync(mark);
    }

    /// <summary>Goes to the next item of an array, or leaves the array.</summary>
    /// <param name="first">Whether no item was read yet.</param>
    public ValueTask<bool> NextItemAsync(bool first) => NextAsync(']', first);

    /// <summary>Goes to the next field of an object and reads its name into <see cref="Text"/> (the colon is still unread), or leaves the object.</summary>
    /// <param name="first">Whether no field was read yet.</param>
    public async ValueTask<bool> NextFieldAsync(bool first)
    {
        if (!await NextAsync('}', first)) return false;
        await ReadStringAsync();
        return true;
    }

    /// <summary>Reads a string into <see cref="Text"/>.</summary>
    public ValueTask ReadStringAsync()
    {
        return TryPeek(out byte next) && next == '"' && TryReadString() ? ValueTask.CompletedTask : FillAndReadStringAsync();
    }

    /// <summary>Reads a number into <see cref="Text"/>.</summary>
    public async ValueTask ReadNumberAsync()
    {
        await PeekAsync();
        int length;
        while ((length = JsonNumber.Length(window.Unread)) == window.Unread.Length) await FillAsync(); // an answer never ends with a number
        if (length > DecodeLimits.MaxTokenBytes) throw DecodeException.LongToken();
        if (!JsonNumber.IsValid(window.Unread[..length])) throw Unexpected("a value");
        (textIsUnescaped, textBack, textLength) = (false, length, length);
        window.Consume(length);
    }

    /// <summary>Reads past any value.</summary>
    public async ValueTask SkipAsync()
    {
        switch (await PeekAsync())
        {
            case (byte)'{':
                await EnterAsync('{');
                for (bool first = true; await NextFieldAsync(first); first = false)
                {
                    await ExpectAsync(':');
                    await SkipAsync();
                }
                break;
            case (byte)'[':
                await EnterAsync('[');
                for (bool first = true; await NextItemAsync(first); first = false) await SkipAsync();
                break;
            case (byte)'"': await ReadStringAsync(); break;
            case (byte)'t': await ExpectWordAsync("true"); break;
            case (byte)'f': await ExpectWordAsync("false"); break;
            case (byte)'n': await ExpectWordAsync("null"); break;
            default: await ReadNumberAsync(); break;
        }
    }

    /// <summary>Reads past true, false or null.</summary>
    public async ValueTask ExpectWordAsync(string word)
    {
        foreach (char letter in word)
        {
            if (window.Unread.IsEmpty) await FillAsync();
            if (window.Unread[0] != letter) throw Unexpected(word);
            window.Consume(1);
        }
    }

    /// <summary>Reads to the end of the body, where only white space may follow.</summary>
    public async ValueTask ExpectEndAsync()
    {
        while (!TryPeek(out _))
            if (!await window.FillAsync()) return;
        throw Unexpected("its end");
    }

    private async ValueTask<bool> NextAsync(char close, bool first)
    {
        byte next = await PeekAsync();
        if (next == close)
        {
            window.Consume(1);
            depth--;
            return false;
        }
        if (first) return true;
        if (next != ',') throw Unexpected($"',' or '{close}'");
        window.Consume(1);
        return true;
    }

    private bool TryPeek(out byte next)
    {
        ReadOnlySpan<byte> unread = window.Unread;
        int at = 0;
        while (at < unread.Length && unread[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        window.Consume(at);
        next = at < unread.Length ? unread[at] : (byte)0;
        return at < unread.Length;
    }

    /// <summary>Reads the string whose opening quote is next, when it is buffered whole.</summary>
    private bool TryReadString()
    {
        ReadOnlySpan<byte> unread = window.Unread;
        bool escaped = false;
        int at = 1;
        while (true)
        {
            int found = unread[at..].IndexOfAny(EndsPlainText);
            if (found < 0) return false;
            at += found;
            if (unread[at] == '"') break;
            if (unread[at] != '\\') throw DecodeException.Malformed("a string holds a control character that is not escaped");
            escaped = true;
            at += 2;
            if (at >= unread.Length) return false;
        }
        if (at >= DecodeLimits.MaxTokenBytes) throw DecodeException.LongToken();
        KeepString(unread[1..at], escaped);
        window.Consume(at + 1);
        return true;
    }

    private void KeepString(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!Utf8.IsValid(raw)) throw DecodeException.Malformed("a string is not UTF-8");
        (textIsUnescaped, textBack, textLength) = (escaped, raw.Length + 1, raw.Length);
        if (!escaped) return;
        if (unescaped.Length < raw.Length) unescaped = new byte[raw.Length];
        textLength = JsonEscapes.Unescape(raw, unescaped);
    }

    private async ValueTask<byte> FillAndPeekAsync()
    {
        byte found;
        do await FillAsync(); while (!TryPeek(out found));
        return found;
    }

    private async ValueTask FillAndExpectAsync(char mark)
    {
        if (await PeekAsync() != mark) throw Unexpected($"'{mark}'");
        window.Consume(1);
    }

    private async ValueTask FillAndReadStringAsync()
    {
        if (await PeekAsync() != '"') throw Unexpected("a string");
        while (!TryReadString()) await FillAsync();
    }

    private async ValueTask FillAsync()
    {
        if (!await window.FillAsync()) throw new DecodeException(DecodeFaultKind.EndedEarly, "it ends too early");
    }

    private DecodeException Unexpected(string expected)
    {
        ReadOnlySpan<byte> unread = window.Unread;
        if (unread.IsEmpty) return new DecodeException(DecodeFaultKind.EndedEarly, "it ends too early");
        string found = unread[0] is > 0x20 and < 0x7f ? $"'{(char)unread[0]}'" : $"the byte 0x{unread[0]:x2}";
        return DecodeException.Malformed($"expected {expected} and found {found}");
    }
}
