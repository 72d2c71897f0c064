/* What suffix_array.py defines, compiled: see there for what everything means.

   The arrays are read where they are, in files that are mapped into memory, and a file may be
   damaged: whatever is read from one is checked before it is used as a place. */

#include "_items.h"

/* -- passages ---------------------------------------------------------------------------------- */

typedef struct {
    const uint32_t *starts;
    size_t last;
    const uint32_t *noted;
    size_t noted_count, stride;
} Passages;

static inline Py_ssize_t
least(Py_ssize_t one, Py_ssize_t other)
{
    return one < other ? one : other;
}

/* Places lie anywhere in a text: what is noted of so many is fetched while others are looked at. */
#define AT_ONCE 256
#if defined(__GNUC__)
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) ((void)0)
#endif

/* The passage of a place, from the one that is noted where its stretch begins. */
static inline uint32_t
passage_from(const Passages *of, size_t passage, size_t place)
{
    /* In a stretch there begin no more passages than it has places. */
    size_t last = of->last < passage || of->last - passage < of->stride ? of->last
                                                                        : passage + of->stride;
    while (passage < last && of->starts[passage + 1] <= place)
        passage++;
    return (uint32_t)passage; /* what is noted is no larger, and no more starts are looked at */
}

/* Put the passages of some places where those are; -1 and an exception where there is none of one. */
static int
find_some(const Passages *of, uint32_t *places, size_t count)
{
    uint32_t noted[AT_ONCE];

    for (size_t number = 0; number < count; number++) {
        if (places[number] / of->stride >= of->noted_count) {
            PyErr_SetString(PyExc_IndexError, "a place is not of this text");
            return -1;
        }
        FETCH(of->noted + places[number] / of->stride);
    }
    for (size_t number = 0; number < count; number++) {
        noted[number] = of->noted[places[number] / of->stride];
        if (noted[number] < of->last)
            FETCH(of->starts + noted[number] + 1);
    }
    for (size_t number = 0; number < count; number++)
        places[number] = passage_from(of, noted[number], places[number]);
    return 0;
}

static int
find_passages(const Passages *of, uint32_t *places, Py_ssize_t count)
{
    for (Py_ssize_t first = 0; first < count; first += AT_ONCE)
        if (find_some(of, places + first, (size_t)least(AT_ONCE, count - first)) < 0)
            return -1;
    return 0;
}

/* Memory that the caller frees for so many numbers, with room behind them for as many. */
static uint32_t *
numbers_of(Py_ssize_t count)
{
    uint32_t *numbers = PyMem_Malloc((2 * (size_t)count + 1) * sizeof *numbers);

    if (!numbers)
        PyErr_NoMemory();
    return numbers;
}

/* The passages of a list of places, in such memory; NULL and an exception where there is none of
   one. */
static uint32_t *
passages_in(const Passages *of, PyObject *places)
{
    Py_ssize_t count = PyList_Size(places);
    uint32_t *found = numbers_of(count);

    for (Py_ssize_t number = 0; found && number < count; number++) {
        size_t place = PyLong_AsSize_t(PyList_GetItem(places, number));
        if (place > UINT32_MAX) { /* or it is none */
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_IndexError, "a place is not of this text");
            PyMem_Free(found);
            return NULL;
        }
        found[number] = (uint32_t)place;
    }
    if (found && find_passages(of, found, count) < 0) {
        PyMem_Free(found);
        found = NULL;
    }
    return found;
}

static PyObject *
list_passages(const Passages *of, PyObject *places)
{
    uint32_t *found = passages_in(of, places);
    Py_ssize_t count = PyList_Size(places);
    PyObject *passages = found ? PyList_New(count) : NULL;

    for (Py_ssize_t number = 0; passages && number < count; number++) {
        PyObject *passage = PyLong_FromUnsignedLong(found[number]);
        if (!passage || PyList_SetItem(passages, number, passage) < 0)
            Py_CLEAR(passages);
    }
    PyMem_Free(found);
    return passages;
}

/* Sort numbers, byte by byte from the lowest; as many have room behind them. */
static void
sort_numbers(uint32_t *numbers, size_t count)
{
    uint32_t *sorted = numbers + count, all = 0;

    for (size_t place = 0; place < count; place++)
        all |= numbers[place];
    for (unsigned shift = 0; shift < 32 && all >> shift; shift += 8) {
        size_t begins[257] = {0};
        for (size_t place = 0; place < count; place++)
            begins[(numbers[place] >> shift & 0xff) + 1]++;
        for (unsigned byte = 0; byte < 255; byte++)
            begins[byte + 1] += begins[byte];
        for (size_t place = 0; place < count; place++)
            sorted[begins[numbers[place] >> shift & 0xff]++] = numbers[place];
        memcpy(numbers, sorted, count * sizeof *numbers);
    }
}

/* Put into a dictionary how often each of some sorted numbers is there. */
static PyObject *
count_numbers(const uint32_t *numbers, size_t count)
{
    PyObject *counts = PyDict_New();

    for (size_t place = 0; counts && place < count;) {
        size_t begin = place;
        PyObject *number, *times;
        while (place < count && numbers[place] == numbers[begin])
            place++;
        number = PyLong_FromUnsignedLong(numbers[begin]);
        times = PyLong_FromSize_t(place - begin);
        if (!number || !times || PyDict_SetItem(counts, number, times) < 0)
            Py_CLEAR(counts);
        Py_XDECREF(number);
        Py_XDECREF(times);
    }
    return counts;
}

/* Sorted numbers, each once, and how often each is there, as the bytes of two arrays. */
static PyObject *
number_each(uint32_t *numbers, size_t count)
{
    uint32_t *times = numbers + count;
    size_t kept = 0;

    for (size_t place = 0; place < count; place++)
        if (kept && numbers[kept - 1] == numbers[place])
            times[kept - 1]++;
        else {
            numbers[kept] = numbers[place];
            times[kept++] = 1;
        }
    return Py_BuildValue("(y#y#)", (const char *)numbers, (Py_ssize_t)(kept * sizeof *numbers),
                         (const char *)times, (Py_ssize_t)(kept * sizeof *times));
}

static PyObject *
count_passages(const Passages *of, PyObject *places)
{
    size_t count = (size_t)PyList_Size(places);
    uint32_t *found = passages_in(of, places);
    PyObject *counts = NULL;

    if (found) {
        sort_numbers(found, count);
        counts = count_numbers(found, count);
    }
    PyMem_Free(found);
    return counts;
}

/* Take where passages begin and which are noted; the caller releases the buffers. */
static int
take_passages(Passages *of, PyObject *starts, PyObject *noted, Py_ssize_t stride, Py_buffer *buffers)
{
    Py_ssize_t start_count, noted_count;

    if (stride < 1) {
        PyErr_SetString(PyExc_ValueError, "a stride is 1 or more");
        return -1;
    }
    if (get_items(starts, "I", buffers, &start_count) < 0)
        return -1;
    if (get_items(noted, "I", buffers + 1, &noted_count) < 0) {
        PyBuffer_Release(buffers);
        return -1;
    }
    of->starts = buffers[0].buf;
    of->last = start_count ? (size_t)start_count - 1 : 0;
    of->noted = buffers[1].buf;
    of->noted_count = (size_t)noted_count;
    of->stride = (size_t)stride;
    return 0;
}

static void
release_passages(Py_buffer *buffers)
{
    PyBuffer_Release(buffers);
    PyBuffer_Release(buffers + 1);
}

/* Do something with places and the passages of a text, which are given as arguments. */
static PyObject *
with_passages(PyObject *args, PyObject *(*done)(const Passages *, PyObject *))
{
    PyObject *places, *starts, *noted, *passages;
    Py_buffer buffers[2];
    Py_ssize_t stride;
    Passages of;

    if (!PyArg_ParseTuple(args, "OOOn", &places, &starts, &noted, &stride))
        return NULL;
    if (!PyList_Check(places)) {
        PyErr_SetString(PyExc_TypeError, "places are a list");
        return NULL;
    }
    if (take_passages(&of, starts, noted, stride, buffers) < 0)
        return NULL;
    passages = done(&of, places);
    release_passages(buffers);
    return passages;
}

static PyObject *
passages_of(PyObject *Py_UNUSED(module), PyObject *args)
{
    return with_passages(args, list_passages);
}

static PyObject *
passages_counted(PyObject *Py_UNUSED(module), PyObject *args)
{
    return with_passages(args, count_passages);
}

/* -- the suffix array -------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Py_buffer text_buffer, low_buffer, high_buffer, samples_buffer;
    const char *text;
    Py_ssize_t bytes;
    const uint16_t *low;
    const uint8_t *high; /* or NULL, where the high bits are `wide` */
    const uint16_t *wide;
    Py_ssize_t suffixes;
    const uint64_t *samples;
    Py_ssize_t sample_count;
    Py_ssize_t sampled;
} SuffixArray;

static int
take_arrays(SuffixArray *self, PyObject *const *arrays)
{
    Py_ssize_t high_count;

    if (get_items(arrays[0], "B", &self->text_buffer, &self->bytes) < 0
        || get_items(arrays[1], "H", &self->low_buffer, &self->suffixes) < 0
        || get_items(arrays[2], "BH", &self->high_buffer, &high_count) < 0
        || get_items(arrays[3], "Q", &self->samples_buffer, &self->sample_count) < 0)
        return -1;
    self->text = self->text_buffer.buf;
    self->low = self->low_buffer.buf;
    if (self->high_buffer.itemsize == 1)
        self->high = self->high_buffer.buf;
    else
        self->wide = self->high_buffer.buf;
    self->samples = self->samples_buffer.buf;
    if (high_count != self->suffixes) {
        PyErr_SetString(PyExc_ValueError, "the suffixes have not as many low bits as high bits");
        return -1;
    }
    if (self->sampled < 1
        || self->sample_count
               != self->suffixes / self->sampled + (self->suffixes % self->sampled != 0)) {
        PyErr_SetString(PyExc_ValueError, "the suffixes have too many samples or too few");
        return -1;
    }
    return 0;
}

static PyObject *
suffix_array_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *arrays[4], *made;
    Py_ssize_t sampled;

    if (named && PyDict_Size(named)) {
        PyErr_SetString(PyExc_TypeError, "SuffixArray takes no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OOOOn", arrays, arrays + 1, arrays + 2, arrays + 3, &sampled))
        return NULL;
    made = PyType_GenericAlloc(type, 0); /* all zero: there is nothing to release yet */
    if (!made)
        return NULL;
    ((SuffixArray *)made)->sampled = sampled;
    if (take_arrays((SuffixArray *)made, arrays) < 0)
        Py_CLEAR(made);
    return made;
}

static void
suffix_array_dealloc(PyObject *object)
{
    SuffixArray *self = (SuffixArray *)object;
    PyTypeObject *type = Py_TYPE(object);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);

    PyBuffer_Release(&self->text_buffer);
    PyBuffer_Release(&self->low_buffer);
    PyBuffer_Release(&self->high_buffer);
    PyBuffer_Release(&self->samples_buffer);
    release(object);
    Py_DECREF((PyObject *)type);
}

static Py_ssize_t
suffix_array_length(PyObject *object)
{
    return ((SuffixArray *)object)->suffixes;
}

/* Where a suffix begins, by its number, in units. */
static inline uint32_t
place_of(const SuffixArray *self, Py_ssize_t number)
{
    uint32_t above = self->high ? self->high[number] : self->wide[number];
    return above << 16 | self->low[number];
}

/* Negative, 0 or positive: a suffix, from a depth on, sorts before a key, begins with it, or sorts
   behind it. */
static inline int
compared(const SuffixArray *self, Py_ssize_t number, Py_ssize_t depth, const char *key,
         Py_ssize_t length)
{
    int64_t at = 2 * ((int64_t)place_of(self, number) + depth);
    Py_ssize_t left = at < self->bytes ? self->bytes - (Py_ssize_t)at : 0;
    int order = left ? memcmp(self->text + at, key, (size_t)(left < length ? left : length)) : 0;
    return order == 0 && left < length ? -1 : order;
}

/* The first bytes of a key as the number of a sample, the others filled up. */
static uint64_t
sample_of(const char *key, Py_ssize_t length, uint8_t filling)
{
    uint64_t sample = 0;
    for (Py_ssize_t place = 0; place < (Py_ssize_t)sizeof sample; place++)
        sample = sample << 8 | (place < length ? (uint8_t)key[place] : filling);
    return sample;
}

/* The first sample, of those from `from` on, that is not below a number; with `above`, that is
   above it. */
static Py_ssize_t
sample_from(const SuffixArray *self, Py_ssize_t from, uint64_t number, int above)
{
    Py_ssize_t end = self->sample_count;
    while (from < end) {
        Py_ssize_t middle = from + (end - from) / 2;
        if (self->samples[middle] < number || (above && self->samples[middle] == number))
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* Check a range of suffixes; one that ends before it begins is made empty. */
static int
take_range(const SuffixArray *self, Py_ssize_t first, Py_ssize_t *last)
{
    if (first < 0 || *last > self->suffixes) {
        PyErr_SetString(PyExc_IndexError, "a range is not of these suffixes");
        return -1;
    }
    if (*last < first)
        *last = first;
    return 0;
}

static PyObject *
suffix_array_find(PyObject *object, PyObject *const *args, Py_ssize_t count)
{
    const SuffixArray *self = (SuffixArray *)object;
    char *key;
    Py_ssize_t length, depth = 0, low, high, behind, end, first;

    if (count < 1 || count > 3) {
        PyErr_SetString(PyExc_TypeError, "find takes a key, a range and a depth");
        return NULL;
    }
    if (PyBytes_AsStringAndSize(args[0], &key, &length) < 0)
        return NULL;
    if (count == 3) {
        depth = PyLong_AsSsize_t(args[2]);
        if (depth == -1 && PyErr_Occurred())
            return NULL;
        if (depth < 0) {
            PyErr_SetString(PyExc_IndexError, "a depth is 0 or more");
            return NULL;
        }
        depth = least(depth, self->bytes); /* behind the text there is nothing, however far */
    }
    if (count > 1 && args[1] != Py_None) {
        if (!PyTuple_Check(args[1])) {
            PyErr_SetString(PyExc_TypeError, "a range is two numbers");
            return NULL;
        }
        if (!PyArg_ParseTuple(args[1], "nn", &low, &high) || take_range(self, low, &high) < 0)
            return NULL;
        behind = low;
        end = high;
    }
    else {
        Py_ssize_t total = self->suffixes, sampled = self->sampled;
        Py_ssize_t one = sample_from(self, 0, sample_of(key, length, 0), 0);
        Py_ssize_t last = sample_from(self, one, sample_of(key, length, 0xff), 1);
        low = one ? sampled * (one - 1) + 1 : 0;
        end = last < self->sample_count ? sampled * last : total;
        high = end;
        behind = low;
        if (length <= (Py_ssize_t)sizeof(uint64_t)) {
            high = one < self->sample_count ? sampled * one : total;
            behind = last ? sampled * (last - 1) + 1 : 0;
        }
    }
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        int order = compared(self, middle, depth, key, length);
        if (order < 0)
            low = middle + 1;
        else {
            high = middle;
            if (order)
                end = middle;
        }
    }
    first = low;
    if (low < behind)
        low = behind;
    while (low < end) {
        Py_ssize_t middle = low + (end - low) / 2;
        if (compared(self, middle, depth, key, length) > 0)
            end = middle;
        else
            low = middle + 1;
    }
    return Py_BuildValue("(nn)", first, low);
}

/* How many numbers a range has, one of every `step`; -1 and an exception where that is none. */
static Py_ssize_t
count_steps(const SuffixArray *self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t step)
{
    if (take_range(self, first, &last) < 0)
        return -1;
    if (step < 1) {
        PyErr_SetString(PyExc_ValueError, "a step is 1 or more");
        return -1;
    }
    return first < last ? (last - first - 1) / step + 1 : 0;
}

static PyObject *
suffix_array_places(PyObject *object, PyObject *args)
{
    const SuffixArray *self = (SuffixArray *)object;
    Py_ssize_t first, last, step = 1, count;
    PyObject *places;

    if (!PyArg_ParseTuple(args, "nn|n", &first, &last, &step))
        return NULL;
    count = count_steps(self, first, last, step);
    places = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t number = 0; places && number < count; number++) {
        PyObject *place = PyLong_FromUnsignedLong(place_of(self, first + number * step));
        if (!place || PyList_SetItem(places, number, place) < 0)
            Py_CLEAR(places);
    }
    return places;
}

static PyObject *
suffix_array_passages(PyObject *object, PyObject *args)
{
    const SuffixArray *self = (SuffixArray *)object;
    PyObject *starts, *noted, *passages = NULL;
    Py_ssize_t first, last, step, stride, count;
    Py_buffer buffers[2];
    Passages of;
    uint32_t *found;

    if (!PyArg_ParseTuple(args, "nnnOOn", &first, &last, &step, &starts, &noted, &stride))
        return NULL;
    count = count_steps(self, first, last, step);
    if (count < 0 || take_passages(&of, starts, noted, stride, buffers) < 0)
        return NULL;
    found = numbers_of(count);
    for (Py_ssize_t number = 0; found && number < count; number++)
        found[number] = place_of(self, first + number * step);
    if (found && find_passages(&of, found, count) == 0) {
        sort_numbers(found, (size_t)count);
        passages = number_each(found, (size_t)count);
    }
    PyMem_Free(found);
    release_passages(buffers);
    return passages;
}

/* -- the module -------------------------------------------------------------------------------- */

static PyMethodDef suffix_array_methods[] = {
    {"find", (PyCFunction)(void (*)(void))suffix_array_find, METH_FASTCALL, NULL},
    {"places", suffix_array_places, METH_VARARGS, NULL},
    {"passages", suffix_array_passages, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot suffix_array_slots[] = {
    {Py_tp_new, suffix_array_new},
    {Py_tp_dealloc, suffix_array_dealloc},
    {Py_tp_methods, suffix_array_methods},
    {Py_sq_length, suffix_array_length},
    {0, NULL},
};

static PyType_Spec suffix_array_spec = {
    .name = "bri_search.index._suffix_array.SuffixArray",
    .basicsize = sizeof(SuffixArray),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = suffix_array_slots,
};

static int
fill_module(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &suffix_array_spec, NULL);
    int failed = !type || PyModule_AddObjectRef(module, "SuffixArray", type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyMethodDef module_methods[] = {
    {"passages_of", passages_of, METH_VARARGS, NULL},
    {"passages_counted", passages_counted, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_suffix_array",
    .m_methods = module_methods,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit__suffix_array(void)
{
    return PyModuleDef_Init(&module_definition);
}
