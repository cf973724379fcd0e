import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;

/** commons-math3's answers to the Mann-Whitney cases of the Peers program (it corrects neither for ties nor for continuity): java CommonsMath DATA [ONLY [REPEAT_MS]]. */
public final class CommonsMath {
    private static double sink, repeat = 30e6;

    public static void main(String[] arguments) throws Exception {
        String only = arguments.length > 1 ? arguments[1] : "";
        if (arguments.length > 2) repeat = 1e6 * Double.parseDouble(arguments[2]);
        for (int n : new int[] {10, 60, 600, 10_000, 100_000, 1_000_000}) {
            for (String kind : new String[] {"cont", "tied"}) {
                String name = "mwu/" + kind + "/" + n;
                if (name.contains(only)) time(name, samples(Path.of(arguments[0], "mwu-" + kind + "-" + n + ".f64"), n));
            }
        }
    }

    private static double[][] samples(Path file, int n) throws Exception {
        DoubleBuffer values = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        double[][] samples = new double[values.capacity() / n][n];
        for (double[] sample : samples) values.get(sample);
        return samples;
    }

    private static void time(String name, double[][] samples) {
        MannWhitneyUTest test = new MannWhitneyUTest();
        double value = test.mannWhitneyUTest(samples[1], samples[0]), least = Double.POSITIVE_INFINITY;
        int calls = 1, at = 0, repeats = 0;
        long began = System.nanoTime(), warm = began + 1_000_000_000L;
        while (repeats < 5 || (System.nanoTime() - began < 4_000_000_000L && repeats < 400)) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++, at++) {
                int pair = at % (samples.length / 2);
                sink += test.mannWhitneyUTest(samples[2 * pair + 1], samples[2 * pair]);
            }
            double spent = System.nanoTime() - start;
            if (spent < repeat) {
                calls = (int) Math.max(calls + 1, calls * Math.min(10, 1.1 * repeat / Math.max(spent, 1)));
            } else if (System.nanoTime() > warm) {
                least = Math.min(least, spent / calls);
                repeats++;
            }
        }
        System.out.printf(Locale.ROOT, "{\"peer\":\"commons-math3\",\"case\":\"%s\",\"ns_per_op\":%.1f,\"value\":%.12g}%n", name, least, value);
    }
}
