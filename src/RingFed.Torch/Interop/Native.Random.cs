using System.Runtime.InteropServices;

namespace TorchSharp;

// Seeded generators and draws. Mirrors native/random.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_random_default(int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial nint rf_random_new(ulong seed, int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    internal static partial void rf_random_free(nint generator);

    [LibraryImport(Library)]
    internal static partial int rf_random_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial ulong rf_random_initial_seed(nint generator);

    [LibraryImport(Library)]
    internal static partial ulong rf_random_reseed(nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_get_state(nint generator);

    [LibraryImport(Library)]
    internal static partial int rf_random_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int rf_random_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial nint rf_random_rand(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_randn(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_randint(long low, long high, long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_randperm(long n, int type, int deviceType, int deviceIndex, int requiresGrad, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_bernoulli(nint p, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_bernoulli_(nint self, double p, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_multinomial(nint weights, long samples, int replacement, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_normal_(nint self, double mean, double std, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_uniform_(nint self, double from, double to, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_exponential_(nint self, double lambda, nint generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_poisson(nint rate, nint generator);
}
