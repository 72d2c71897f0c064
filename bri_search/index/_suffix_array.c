/* What suffix_array.py defines, compiled: see there for what everything means.

   The arrays are read where they are, in files that are mapped into memory, and a file may be
   damaged: whatever is read from one is checked before it is used as a place. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* A buffer of so many items of a size; -1 and an exception where the object has none. */
static int
get_items(PyObject *object, Py_buffer *buffer, Py_ssize_t size, Py_ssize_t *count)
{
    if (PyObject_GetBuffer(object, buffer, PyBUF_ND) < 0)
        return -1;
    if (buffer->itemsize != size) {
        PyErr_Format(PyExc_ValueError, "items have %zd bytes and not %zd", buffer->itemsize, size);
        PyBuffer_Release(buffer);
        return -1;
    }
    *count = buffer->len / size;
    return 0;
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
    PyObject *wide_high = NULL;

    if (get_items(arrays[0], &self->text_buffer, 1, &self->bytes) < 0
        || get_items(arrays[1], &self->low_buffer, 2, &self->suffixes) < 0
        || get_items(arrays[3], &self->samples_buffer, 8, &self->sample_count) < 0)
        return -1;
    if (get_items(arrays[2], &self->high_buffer, 1, &high_count) < 0) {
        PyErr_Clear();
        wide_high = arrays[2];
        if (get_items(wide_high, &self->high_buffer, 2, &high_count) < 0)
            return -1;
    }
    self->text = self->text_buffer.buf;
    self->low = self->low_buffer.buf;
    self->high = wide_high ? NULL : self->high_buffer.buf;
    self->wide = wide_high ? self->high_buffer.buf : NULL;
    self->samples = self->samples_buffer.buf;
    if (high_count != self->suffixes) {
        PyErr_SetString(PyExc_ValueError, "the suffixes have not as many low bits as high bits");
        return -1;
    }
    if (self->sampled < 1 || self->sample_count != (self->suffixes + self->sampled - 1) / self->sampled) {
        PyErr_SetString(PyExc_ValueError, "the suffixes have too many samples or too few");
        return -1;
    }
    return 0;
}

static PyObject *
suffix_array_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *arrays[4];
    Py_ssize_t sampled;
    SuffixArray *self;

    if (named && PyDict_Size(named)) {
        PyErr_SetString(PyExc_TypeError, "SuffixArray takes no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OOOOn", arrays, arrays + 1, arrays + 2, arrays + 3, &sampled))
        return NULL;
    self = (SuffixArray *)PyType_GenericAlloc(type, 0); /* all zero: nothing to release yet */
    if (!self)
        return NULL;
    self->sampled = sampled;
    if (take_arrays(self, arrays) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void
suffix_array_dealloc(SuffixArray *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);

    PyBuffer_Release(&self->text_buffer);
    PyBuffer_Release(&self->low_buffer);
    PyBuffer_Release(&self->high_buffer);
    PyBuffer_Release(&self->samples_buffer);
    release(self);
    Py_DECREF(type);
}

static Py_ssize_t
suffix_array_length(SuffixArray *self)
{
    return self->suffixes;
}

/* Where a suffix begins, by its number, in units. */
static inline uint32_t
place_of(const SuffixArray *self, Py_ssize_t number)
{
    uint32_t above = self->high ? self->high[number] : self->wide[number];
    return above << 16 | self->low[number];
}

/* Less than 0, 0 or more, as a suffix from a depth on is before a key, begins with it, or not. */
static inline int
compared(const SuffixArray *self, Py_ssize_t number, Py_ssize_t depth, const char *key,
         Py_ssize_t length)
{
    Py_ssize_t at = 2 * ((Py_ssize_t)place_of(self, number) + depth);
    Py_ssize_t left = at < self->bytes ? self->bytes - at : 0;
    int order = left ? memcmp(self->text + at, key, left < length ? left : length) : 0;
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

/* The first sample from one on that is not below a number, or that is above it. */
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

static inline Py_ssize_t
least(Py_ssize_t one, Py_ssize_t other)
{
    return one < other ? one : other;
}

/* Take the end of a range, which may be empty; -1 and an exception where it is not of these. */
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
suffix_array_find(SuffixArray *self, PyObject *const *args, Py_ssize_t count)
{
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
        if (PyErr_Occurred())
            return NULL;
        if (depth < 0) {
            PyErr_SetString(PyExc_IndexError, "a depth is 0 or more");
            return NULL;
        }
        depth = least(depth, self->bytes); /* behind the text there is nothing, however far */
    }
    if (count > 1 && args[1] != Py_None) {
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
        end = least(sampled * last, total);
        high = end;
        behind = low;
        if (length <= (Py_ssize_t)sizeof(uint64_t)) {
            high = least(sampled * one, total);
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

static PyObject *
suffix_array_places(SuffixArray *self, PyObject *args)
{
    Py_ssize_t first, last, step = 1, count;
    PyObject *places;

    if (!PyArg_ParseTuple(args, "nn|n", &first, &last, &step))
        return NULL;
    if (step < 1) {
        PyErr_SetString(PyExc_ValueError, "a step is 1 or more");
        return NULL;
    }
    if (take_range(self, first, &last) < 0)
        return NULL;
    count = first < last ? (last - first - 1) / step + 1 : 0;
    places = PyList_New(count);
    for (Py_ssize_t number = 0; places && number < count; number++) {
        PyObject *place = PyLong_FromUnsignedLong(place_of(self, first + number * step));
        if (!place || PyList_SetItem(places, number, place) < 0)
            Py_CLEAR(places);
    }
    return places;
}

/* -- passages ---------------------------------------------------------------------------------- */

static PyObject *
find_passages(PyObject *places, const uint32_t *starts, Py_ssize_t start_count,
              const uint32_t *passages_at, Py_ssize_t noted, Py_ssize_t stride)
{
    Py_ssize_t count = PyList_Size(places);
    PyObject *passages = PyList_New(count);

    for (Py_ssize_t number = 0; passages && number < count; number++) {
        size_t place = PyLong_AsSize_t(PyList_GetItem(places, number));
        size_t passage = place / (size_t)stride;
        PyObject *found;
        if (PyErr_Occurred()) {
            Py_CLEAR(passages);
            break;
        }
        if (passage >= (size_t)noted) {
            PyErr_SetString(PyExc_IndexError, "a place is not of this text");
            Py_CLEAR(passages);
            break;
        }
        passage = passages_at[passage];
        while (passage + 1 < (size_t)start_count && starts[passage + 1] <= place)
            passage++;
        found = PyLong_FromSize_t(passage);
        if (!found || PyList_SetItem(passages, number, found) < 0)
            Py_CLEAR(passages);
    }
    return passages;
}

static PyObject *
passages_of(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *places, *starts_object, *passages_at_object, *passages = NULL;
    Py_buffer starts, passages_at;
    Py_ssize_t start_count, noted, stride;

    if (!PyArg_ParseTuple(args, "OOOn", &places, &starts_object, &passages_at_object, &stride))
        return NULL;
    if (!PyList_Check(places) || stride < 1) {
        PyErr_SetString(PyExc_TypeError, "passages are those of a list of places");
        return NULL;
    }
    if (get_items(starts_object, &starts, 4, &start_count) < 0)
        return NULL;
    if (get_items(passages_at_object, &passages_at, 4, &noted) == 0) {
        passages = find_passages(places, starts.buf, start_count, passages_at.buf, noted, stride);
        PyBuffer_Release(&passages_at);
    }
    PyBuffer_Release(&starts);
    return passages;
}

/* -- the module -------------------------------------------------------------------------------- */

static PyMethodDef suffix_array_methods[] = {
    {"find", (PyCFunction)(void (*)(void))suffix_array_find, METH_FASTCALL, NULL},
    {"places", (PyCFunction)suffix_array_places, METH_VARARGS, NULL},
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
