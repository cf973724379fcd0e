using CanaryJudge.Cli.Comparing;
using CanaryJudge.Cli.Tests.Fixtures;

namespace CanaryJudge.Cli.Tests.Comparing;

public sealed class NumbersFileTests
{
    [Theory]
    [InlineData("1\n-2.5\n3e2\n", null)]
    [InlineData("  1 -2.5\t3e2  ", null)]
    [InlineData("\n1\r\n\r\n-2.5 300\r\n", null)]
    [InlineData("[1, -2.5,\n 3e2]", null)]
    [InlineData(" \n[1,-2.5,300]\n", "ms")]
    [InlineData("ms\n1\n-2.5\n300", "ms")]
    [InlineData("host,ms,status\na,1,200\nb,-2.5,200\n\nc, 3e2 ,500\n", "ms")]
    [InlineData("host,ms,status\r\na,1,200\r\nb,-2.5,200\r\nc,300,500\r\n", "2")]
    [InlineData("\"host, with \"\"port\"\"\",ms\n\"a,\n1\",1\nb,\"-2.5\"\n\"c\",300\n", "ms")]
    [InlineData("3,1\n9,1\n9,-2.5\n9,300\n", "1")]
    public void Parse_OfEveryForm_GivesTheNumbersInTheirOrder(string text, string? column)
    {
        NumbersFile file = NumbersFile.Parse("f", text, column);
        Assert.Empty(file.Problems);
        Assert.Equal([1, -2.5, 300], file.Values);
    }

    [Theory]
    [InlineData("1\n2 x3\n", null, "f:2: 'x3' is not a finite number. Leave out what is missing.")]
    [InlineData("1\nNaN\n", null, "f:2: 'NaN' is not a finite number. Leave out what is missing.")]
    [InlineData("1\n\n1e999\n", null, "f:3: '1e999' is not a finite number. Leave out what is missing.")]
    [InlineData("ms\n1\n", null, "f:1: 'ms' is not a finite number. Write numbers with white space between them; for CSV name the column with --column.")]
    [InlineData("1\n1,2\n", null, "f:2: '1,2' is not a finite number. Write numbers with white space between them; for CSV name the column with --column.")]
    [InlineData("", null, "f: it holds no numbers. A comparison needs at least one on each side.")]
    [InlineData("[]", null, "f: it holds no numbers. A comparison needs at least one on each side.")]
    [InlineData("ms\n", "ms", "f: it holds no numbers. A comparison needs at least one on each side.")]
    [InlineData("[1,\n null]", null, "f:2: null stands where a number is due. Write one array of numbers; leave out what is missing.")]
    [InlineData("[1,\n\"2\"]", null, "f:2: text in quotes stands where a number is due. Write one array of numbers; leave out what is missing.")]
    [InlineData("[1e999]", null, "f:1: '1e999' is not a finite number. Write one array of numbers; leave out what is missing.")]
    [InlineData("[1,\n2", null, "f:2: this is not JSON, from byte 2 of the line on. Write one array of numbers; leave out what is missing.")]
    [InlineData("[1] 2", null, "f:1: this is not JSON, from byte 5 of the line on. Write one array of numbers; leave out what is missing.")]
    [InlineData("a,ms\nx,1\ny,\n", "ms", "f:3: there is no value. Write a number into column ms, or leave the row out.")]
    [InlineData("a,ms\nx,1\ny,fast\n", "ms", "f:3: 'fast' is not a finite number. Write a number into column ms, or leave the row out.")]
    [InlineData("a,ms\nx,1\ny\n", "ms", "f:3: there is 1 cell and the header has 2. Write as many as in the header.")]
    [InlineData("a,ms\n\"x,1\n", "ms", "f:2: a double quote is not closed, or does not enclose its cell. Write \"\" for a quote inside of quotes.")]
    [InlineData("a,ms\n\"x\"y,1\n", "ms", "f:2: a double quote is not closed, or does not enclose its cell. Write \"\" for a quote inside of quotes.")]
    [InlineData("a,ms\nx,1\n", "s", "f:1: there is no column s. The header has a, ms; write one of these, or a number from 1 to 2.")]
    [InlineData("a,ms\nx,1\n", "3", "f:1: there is no column 3. The header has a, ms; write one of these, or a number from 1 to 2.")]
    [InlineData("ms,ms\n2,1\n", "ms", "f:1: 2 columns have the name ms. Give the column's number: 1 or 2.")]
    public void Parse_OfWhatIsNoNumber_NamesFileLineAndValue(string text, string? column, string problem)
    {
        NumbersFile file = NumbersFile.Parse("f", text, column);
        Assert.Equal([problem], file.Problems);
        Assert.Empty(file.Values);
    }

    [Fact]
    public void Parse_OfManyMistakes_TellsTwentyOfThem() =>
        Assert.Equal(20, NumbersFile.Parse("f", string.Join('\n', Enumerable.Repeat("x", 50)), null).Problems.Count);

    [Fact]
    public async Task Compare_OfTwoBadFiles_TellsBothAtOnce()
    {
        using var folder = new TemporaryFolder();
        string wrong = folder.Write("wrong.txt", "1\nx\n"), binary = folder.Write("binary.txt", [0x31, 0xFF, 0xFE]), missing = folder.At("missing.txt");
        InProcess.Result result = await InProcess.RunAsync("compare", wrong, binary);
        Assert.Equal((1, "", $"{wrong}:2: 'x' is not a finite number. Leave out what is missing.\n{binary}: it is not UTF-8 text. Save the numbers as text, CSV or JSON.\n"), (result.Code, result.Out, result.Error));
        Assert.StartsWith($"{missing}: it cannot be read: ", (await InProcess.RunAsync("compare", missing, wrong)).Error, StringComparison.Ordinal);
    }
}
