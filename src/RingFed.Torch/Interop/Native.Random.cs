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
    internal static partial int rf_random_seed(torch.Generator generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial int rf_random_initial_seed(torch.Generator generator, ulong* seed);

    [LibraryImport(Library)]
    internal static partial int rf_random_reseed(torch.Generator generator, ulong* seed);

    [LibraryImport(Library)]
    internal static partial nint rf_random_get_state(torch.Generator generator);

    [LibraryImport(Library)]
    internal static partial int rf_random_set_state(torch.Generator generator, torch.Tensor state);

    [LibraryImport(Library)]
    internal static partial int rf_random_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial nint rf_random_rand(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_randn(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_randint(long low, long high, long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_randperm(long n, int type, int deviceType, int deviceIndex, int requiresGrad, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_bernoulli(torch.Tensor p, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_bernoulli_(torch.Tensor self, double p, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_multinomial(torch.Tensor weights, long samples, int replacement, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_normal_(torch.Tensor self, double mean, double std, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_uniform_(torch.Tensor self, double from, double to, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_exponential_(torch.Tensor self, double lambda, torch.Generator? generator);

    [LibraryImport(Library)]
    internal static partial nint rf_random_poisson(torch.Tensor rate, torch.Generator? generator);
}
