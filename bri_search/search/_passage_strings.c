/* What passage_strings.py defines, compiled: see there for what everything means.

   The text and where passages begin in it are read where they are, in files that are mapped into
   memory, and a file may be damaged: whatever is read from one is checked before it is used as a
   place. */

#include "../index/_items.h"

/* -- passages ---------------------------------------------------------------------------------- */

/* The folded text of a part, in units of two bytes, and where its passages begin. */
typedef struct {
    Py_buffer text_buffer, starts_buffer;
    const uint8_t *text;
    size_t units;
    const uint32_t *starts;
    size_t passages;
} Texts;

/* Where a passage begins and ends, with the walls behind it, and how long it is. */
typedef struct {
    size_t begin, end, units;
} Passage;

/* Take a text with the starts of its passages; the caller releases it. */
static int
take_texts(Texts *texts, PyObject *text, PyObject *starts)
{
    Py_ssize_t bytes, passages;

    if (get_items(text, "B", &texts->text_buffer, &bytes) < 0)
        return -1;
    if (get_items(starts, "I", &texts->starts_buffer, &passages) < 0) {
        PyBuffer_Release(&texts->text_buffer);
        return -1;
    }
    texts->text = texts->text_buffer.buf;
    texts->units = (size_t)bytes / 2;
    texts->starts = texts->starts_buffer.buf;
    texts->passages = (size_t)passages;
    return 0;
}

static void
release_texts(Texts *texts)
{
    PyBuffer_Release(&texts->text_buffer);
    PyBuffer_Release(&texts->starts_buffer);
}

static inline unsigned
unit_at(const uint8_t *text, size_t place)
{
    return (unsigned)text[2 * place] << 8 | text[2 * place + 1];
}

/* Passages lie anywhere in a text: what is read of some is fetched while others are looked at. */
#define AHEAD 8
#define LINE 64
#if defined(__GNUC__)
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) ((void)0)
#endif

static inline void
fetch_text(const Texts *of, const Passage *passage)
{
    for (size_t at = 2 * passage->begin; at < 2 * passage->end && at < 2 * passage->begin + 4 * LINE;
         at += LINE)
        FETCH(of->text + at);
}

/* Find a passage of a text; -1 and an exception where there is none. */
static int
take_passage(const Texts *of, PyObject *object, Passage *found)
{
    size_t passage = PyLong_AsSize_t(object), begin, end;

    if (passage == (size_t)-1 && PyErr_Occurred())
        return -1;
    if (passage >= of->passages) {
        PyErr_SetString(PyExc_IndexError, "a passage is not of this text");
        return -1;
    }
    begin = of->starts[passage];
    end = passage + 1 < of->passages ? of->starts[passage + 1] : of->units;
    if (end > of->units)
        end = of->units;
    if (begin > end)
        begin = end;
    found->begin = begin;
    found->end = end;
    found->units = end - begin;
    return 0;
}

/* The passages of a tuple, in memory that the caller frees; NULL and an exception where one is not
   there. */
static Passage *
take_all(const Texts *of, PyObject *passages)
{
    Py_ssize_t count = PyTuple_Size(passages);
    Passage *found;

    found = PyMem_Malloc(((size_t)count + 1) * sizeof *found);
    if (!found)
        PyErr_NoMemory();
    for (Py_ssize_t number = 0; found && number < count; number++)
        if (take_passage(of, PyTuple_GetItem(passages, number), found + number) < 0) {
            PyMem_Free(found);
            return NULL;
        }
    return found;
}

/* Where the characters of a passage end, before the walls behind it. */
static size_t
end_of(const Texts *of, const Passage *passage)
{
    size_t end = passage->end;

    while (end > passage->begin && !unit_at(of->text, end - 1))
        end--;
    return end;
}

/* -- how often a string stands in passages ----------------------------------------------------- */

static size_t
times(const uint8_t *text, size_t begin, size_t end, const uint8_t *key, size_t units)
{
    size_t count = 0;

    if (!units)
        return 0;
    while (begin + units <= end)
        if (text[2 * begin] == key[0] && text[2 * begin + 1] == key[1]
            && !memcmp(text + 2 * begin, key, 2 * units)) {
            count++;
            begin += units;
        }
        else
            begin++;
    return count;
}

/* Put a number into a dictionary under a passage of a tuple. */
static int
put_number(PyObject *into, PyObject *passages, Py_ssize_t number, size_t value)
{
    PyObject *object = PyLong_FromSize_t(value);
    int failed = !object || PyDict_SetItem(into, PyTuple_GetItem(passages, number), object) < 0;
    Py_XDECREF(object);
    return failed ? -1 : 0;
}

static PyObject *
frequencies(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *starts, *passages, *counts;
    const char *key;
    Py_ssize_t length;
    Passage *found;
    Texts texts;

    if (!PyArg_ParseTuple(args, "OOOy#", &text, &starts, &passages, &key, &length))
        return NULL;
    /* A tuple, because what is a key of the dictionary may run code that alters a list. */
    if (!(passages = PySequence_Tuple(passages)))
        return NULL;
    if (take_texts(&texts, text, starts) < 0) {
        Py_DECREF(passages);
        return NULL;
    }
    found = take_all(&texts, passages);
    counts = found ? PyDict_New() : NULL;
    for (Py_ssize_t number = 0; counts && number < PyTuple_Size(passages); number++) {
        size_t end = end_of(&texts, found + number);
        size_t count = times(texts.text, found[number].begin, end, (const uint8_t *)key,
                             (size_t)length / 2);
        if (put_number(counts, passages, number, count ? count : 1) < 0)
            Py_CLEAR(counts);
    }
    PyMem_Free(found);
    release_texts(&texts);
    Py_DECREF(passages);
    return counts;
}

/* -- strings: where they stand in passages, and what they score ------------------------------- */

#define NONE ((uint32_t)-1)

typedef struct {
    const uint8_t *key; /* in the keys of all */
    size_t units;
    uint32_t term;
    uint32_t next; /* of those with a first unit of the same place in the table, or NONE */
    size_t behind; /* where it ended last in the passage that is read */
} String;

typedef struct {
    double weight;
    uint32_t count; /* in the stretch that is scored */
} Term;

typedef struct {
    size_t length; /* in code points */
    size_t first, last; /* of what stands in it, the last outside */
} Sentence;

/* What a stretch scores is told by its length and by how often each term stands in it. */
typedef struct {
    double saturation, least, slope;
} Formula;

typedef struct {
    PyObject_HEAD
    String *strings;
    Term *terms;
    size_t string_count, term_count;
    uint8_t *keys;
    uint32_t *table; /* by the low bits of a unit, the first of its strings, or NONE */
    uint32_t mask;
    uint32_t *standing; /* terms by their numbers; room for a passage, kept for the next */
    size_t standing_count, standing_room;
    Sentence *sentences;
    size_t sentence_count, sentence_room;
    uint32_t *counted;
} Strings;

/* The strings of a term, which is a weight and a list of them; NULL and an exception where it is
   not. */
static PyObject *
strings_of(PyObject *terms, Py_ssize_t number, double *weight)
{
    PyObject *term = PyList_GetItem(terms, number), *given, *strings;

    if (!term || !PyTuple_Check(term)) {
        PyErr_SetString(PyExc_TypeError, "a term is a weight and its strings");
        return NULL;
    }
    if (!PyArg_ParseTuple(term, "OO", &given, &strings))
        return NULL;
    if (!PyFloat_Check(given) || !PyList_Check(strings)) {
        PyErr_SetString(PyExc_TypeError, "a weight is a float, and the strings are a list");
        return NULL;
    }
    *weight = PyFloat_AsDouble(given);
    return strings;
}

/* Count the terms, their strings and the bytes of these, each of which is looked at. */
static int
count_terms(Strings *self, PyObject *terms, size_t *bytes)
{
    self->term_count = (size_t)PyList_Size(terms);
    for (Py_ssize_t number = 0; number < PyList_Size(terms); number++) {
        double weight;
        PyObject *strings = strings_of(terms, number, &weight);
        if (!strings)
            return -1;
        for (Py_ssize_t place = 0; place < PyList_Size(strings); place++) {
            Py_ssize_t length = PyBytes_Size(PyList_GetItem(strings, place));
            if (length < 0)
                return -1;
            if (length == 0 || length % 2) {
                PyErr_SetString(PyExc_ValueError, "a string has one unit of two bytes or more");
                return -1;
            }
            *bytes += (size_t)length;
            self->string_count++;
        }
    }
    return 0;
}

/* Take in a string of a term, the keys of which are behind those of the others. */
static void
take_string(Strings *self, uint32_t number, uint32_t term, PyObject *key, size_t *bytes)
{
    String *string = self->strings + number;
    uint8_t *kept = self->keys + *bytes;
    uint32_t *first;

    string->units = (size_t)PyBytes_Size(key) / 2;
    memcpy(kept, PyBytes_AsString(key), 2 * string->units);
    *bytes += 2 * string->units;
    string->key = kept;
    string->term = term;
    first = self->table + (unit_at(kept, 0) & self->mask);
    string->next = *first;
    *first = number;
}

static int
take_terms(Strings *self, PyObject *terms)
{
    size_t bytes = 0, size = 1;
    uint32_t taken = 0;

    if (count_terms(self, terms, &bytes) < 0)
        return -1;
    while (size < 4 * self->string_count && size < 0x10000)
        size *= 2;
    self->mask = (uint32_t)size - 1;
    self->strings = PyMem_Calloc(self->string_count + 1, sizeof *self->strings);
    self->terms = PyMem_Calloc(self->term_count + 1, sizeof *self->terms);
    self->counted = PyMem_Calloc(self->term_count + 1, sizeof *self->counted);
    self->keys = PyMem_Malloc(bytes + 1);
    self->table = PyMem_Malloc(size * sizeof *self->table);
    if (!self->strings || !self->terms || !self->counted || !self->keys || !self->table) {
        PyErr_NoMemory();
        return -1;
    }
    memset(self->table, 0xff, size * sizeof *self->table);
    bytes = 0;
    /* The last first: each is put before those that are in the table. */
    for (uint32_t term = (uint32_t)self->term_count; term-- > 0;) {
        PyObject *strings = strings_of(terms, (Py_ssize_t)term, &self->terms[term].weight);
        for (Py_ssize_t place = 0; place < PyList_Size(strings); place++)
            take_string(self, taken++, term, PyList_GetItem(strings, place), &bytes);
    }
    return 0;
}

static PyObject *
strings_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *terms, *object;
    Strings *self;

    if (named && PyDict_Size(named)) {
        PyErr_SetString(PyExc_TypeError, "Strings takes no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O", &terms))
        return NULL;
    if (!PyList_Check(terms)) {
        PyErr_SetString(PyExc_TypeError, "terms are a list");
        return NULL;
    }
    object = PyType_GenericAlloc(type, 0); /* all zero: there is nothing to free yet */
    if (!object)
        return NULL;
    self = (Strings *)object;
    if (take_terms(self, terms) < 0)
        Py_CLEAR(object);
    return object;
}

static void
strings_dealloc(PyObject *object)
{
    Strings *self = (Strings *)object;
    PyTypeObject *type = Py_TYPE(object);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);

    PyMem_Free(self->strings);
    PyMem_Free(self->terms);
    PyMem_Free(self->counted);
    PyMem_Free(self->keys);
    PyMem_Free(self->table);
    PyMem_Free(self->standing);
    PyMem_Free(self->sentences);
    release(object);
    Py_DECREF((PyObject *)type);
}

/* Room for one item more; the items as they are then, or NULL and an exception. */
static void *
with_room(void *items, size_t count, size_t *room, size_t size)
{
    size_t more = *room ? 2 * *room : 64;
    void *moved;

    if (count < *room)
        return items;
    moved = PyMem_Realloc(items, more * size);
    if (!moved)
        PyErr_NoMemory();
    else
        *room = more;
    return moved;
}

static int
add_standing(Strings *self, uint32_t term)
{
    uint32_t *items = with_room(self->standing, self->standing_count, &self->standing_room,
                                sizeof *items);
    if (!items)
        return -1;
    self->standing = items;
    items[self->standing_count++] = term;
    return 0;
}

static int
add_sentence(Strings *self, size_t length, size_t first)
{
    Sentence *items = with_room(self->sentences, self->sentence_count, &self->sentence_room,
                                sizeof *items);
    Sentence made = {length, first, self->standing_count};
    if (!items)
        return -1;
    self->sentences = items;
    items[self->sentence_count++] = made;
    return 0;
}

/* 。 ! ? ; as folded text has them. */
static inline int
ends_sentence(unsigned unit)
{
    return unit == 0x3002 || unit == '!' || unit == '?' || unit == ';';
}

/* Note which strings begin at a place of a text; none that would share characters with itself. */
static inline int
read_place(Strings *self, const uint8_t *text, size_t place, size_t end)
{
    unsigned unit = unit_at(text, place);

    for (uint32_t number = self->table[unit & self->mask]; number != NONE;) {
        String *string = self->strings + number;
        if (place >= string->behind && string->units <= end - place
            && !memcmp(text + 2 * place, string->key, 2 * string->units)) {
            string->behind = place + string->units;
            if (add_standing(self, string->term) < 0)
                return -1;
        }
        number = string->next;
    }
    return 0;
}

static void
begin_passage(Strings *self)
{
    self->standing_count = self->sentence_count = 0;
    for (size_t number = 0; number < self->string_count; number++)
        self->strings[number].behind = 0;
}

/* Take in what stands in a passage and its sentences; its length in code points, or -1. */
static Py_ssize_t
read_sentences(Strings *self, const uint8_t *text, size_t begin, size_t end)
{
    size_t length = 0, all = 0, first = 0;

    begin_passage(self);
    for (size_t place = begin; place < end; place++) {
        unsigned unit = unit_at(text, place);
        int is_end = ends_sentence(unit), is_character = (unit & 0xfc00) != 0xdc00;
        all += (size_t)is_character;
        if (is_end && !length)
            continue; /* a mark behind another is of no sentence */
        length += (size_t)is_character;
        if (!is_end) {
            if (read_place(self, text, place, end) < 0)
                return -1;
            continue;
        }
        if (add_sentence(self, length, first) < 0)
            return -1;
        length = 0;
        first = self->standing_count;
    }
    if ((length || !self->sentence_count) && add_sentence(self, length, first) < 0)
        return -1;
    return (Py_ssize_t)all;
}

/* What a stretch of so many code points scores by BM25, from what stands in it. */
static double
stretch_score(Strings *self, const Formula *by, size_t first, size_t last, size_t length)
{
    double score = 0.0, norm = by->least + by->slope * (double)length;
    uint32_t counted = 0;

    for (size_t place = first; place < last; place++) {
        uint32_t number = self->standing[place], to = counted;
        if (self->terms[number].count++)
            continue;
        /* In the order of the terms: passages with the same counts score the same. */
        for (; to && self->counted[to - 1] > number; to--)
            self->counted[to] = self->counted[to - 1];
        self->counted[to] = number;
        counted++;
    }
    for (uint32_t place = 0; place < counted; place++) {
        Term *term = self->terms + self->counted[place];
        double frequency = term->count;
        score += term->weight * frequency * (by->saturation + 1) / (frequency + norm);
        term->count = 0;
    }
    return score;
}

/* What a passage is scored by alike: all of it, two sentences of it, and one. */
#define KINDS 3

static double
sentences_score(Strings *self, const Formula *by, size_t length)
{
    double whole = stretch_score(self, by, 0, self->standing_count, length), pair = 0.0, one = 0.0;

    if (self->sentence_count == 1)
        return KINDS * whole;
    for (size_t number = 0; number < self->sentence_count; number++) {
        const Sentence *sentence = self->sentences + number;
        double score = stretch_score(self, by, sentence->first, sentence->last, sentence->length);
        if (score > one)
            one = score;
        if (number + 1 == self->sentence_count)
            break;
        score = stretch_score(self, by, sentence->first, sentence[1].last,
                              sentence->length + sentence[1].length);
        if (score > pair)
            pair = score;
    }
    return whole + pair + one;
}

/* A score from all of a passage, its best two sentences and its best one; or -1. */
static double
score_by_sentences(Strings *self, const Formula *by, const Texts *of, const Passage *passage)
{
    Py_ssize_t length = read_sentences(self, of->text, passage->begin, end_of(of, passage));

    return length < 0 ? -1 : sentences_score(self, by, (size_t)length);
}

/* A score from what begins in a passage and may run on into the next, walls with it; or -1. */
static double
score_by_beginnings(Strings *self, const Formula *by, const Texts *of, const Passage *passage)
{
    size_t end = end_of(of, passage);

    begin_passage(self);
    for (size_t place = passage->begin; place < end; place++)
        if (read_place(self, of->text, place, of->units) < 0)
            return -1;
    return stretch_score(self, by, 0, self->standing_count, passage->units);
}

typedef double Scoring(Strings *, const Formula *, const Texts *, const Passage *);

static PyObject *
scored_by(PyObject *object, PyObject *args, Scoring *scoring)
{
    PyObject *text, *starts, *passages, *scores;
    Passage *found;
    Texts texts;
    Formula by;

    if (!PyArg_ParseTuple(args, "OOO(ddd)", &text, &starts, &passages, &by.saturation,
                          &by.least, &by.slope))
        return NULL;
    if (!(passages = PySequence_Tuple(passages)))
        return NULL;
    if (take_texts(&texts, text, starts) < 0) {
        Py_DECREF(passages);
        return NULL;
    }
    found = take_all(&texts, passages);
    scores = found ? PyList_New(PyTuple_Size(passages)) : NULL;
    for (Py_ssize_t number = 0; scores && number < PyList_Size(scores); number++) {
        double score = scoring((Strings *)object, &by, &texts, found + number);
        PyObject *made = score < 0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(score);
        if (!made || PyList_SetItem(scores, number, made) < 0)
            Py_CLEAR(scores);
        if (number + AHEAD < PyTuple_Size(passages))
            fetch_text(&texts, found + number + AHEAD);
    }
    PyMem_Free(found);
    release_texts(&texts);
    Py_DECREF(passages);
    return scores;
}

static PyObject *
strings_by_sentences(PyObject *object, PyObject *args)
{
    return scored_by(object, args, score_by_sentences);
}

static PyObject *
strings_by_beginnings(PyObject *object, PyObject *args)
{
    return scored_by(object, args, score_by_beginnings);
}

/* Which terms stand at a place, whatever stands before it. */
static int
add_places(const Strings *self, const Texts *of, size_t place, PyObject *into)
{
    for (uint32_t number = self->table[unit_at(of->text, place) & self->mask]; number != NONE;
         number = self->strings[number].next) {
        const String *string = self->strings + number;
        PyObject *pair;
        int failed;
        if (string->units > of->units - place
            || memcmp(of->text + 2 * place, string->key, 2 * string->units))
            continue;
        pair = Py_BuildValue("nI", (Py_ssize_t)place, (unsigned)string->term);
        failed = !pair || PyList_Append(into, pair) < 0;
        Py_XDECREF(pair);
        if (failed)
            return -1;
    }
    return 0;
}

static PyObject *
strings_places(PyObject *object, PyObject *args)
{
    PyObject *text, *starts, *passage, *places = NULL;
    Passage found = {0, 0, 0};
    Texts texts;

    if (!PyArg_ParseTuple(args, "OOO", &text, &starts, &passage))
        return NULL;
    if (take_texts(&texts, text, starts) < 0)
        return NULL;
    if (take_passage(&texts, passage, &found) == 0)
        places = PyList_New(0);
    for (size_t place = found.begin; places && place < found.end; place++)
        if (add_places((Strings *)object, &texts, place, places) < 0)
            Py_CLEAR(places);
    release_texts(&texts);
    return places;
}

/* -- the module -------------------------------------------------------------------------------- */

static PyMethodDef strings_methods[] = {
    {"by_sentences", strings_by_sentences, METH_VARARGS, NULL},
    {"by_beginnings", strings_by_beginnings, METH_VARARGS, NULL},
    {"places", strings_places, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot strings_slots[] = {
    {Py_tp_new, strings_new},
    {Py_tp_dealloc, strings_dealloc},
    {Py_tp_methods, strings_methods},
    {0, NULL},
};

static PyType_Spec strings_spec = {
    .name = "bri_search.search._passage_strings.Strings",
    .basicsize = sizeof(Strings),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = strings_slots,
};

static int
fill_module(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &strings_spec, NULL);
    int failed = !type || PyModule_AddObjectRef(module, "Strings", type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyMethodDef module_methods[] = {
    {"frequencies", frequencies, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, fill_module},
    {0, NULL},
};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_passage_strings",
    .m_methods = module_methods,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit__passage_strings(void)
{
    return PyModuleDef_Init(&module_definition);
}
