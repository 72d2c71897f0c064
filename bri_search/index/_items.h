/* The items of an array that Python gives, for what is written in C. */

#ifndef BRI_SEARCH_ITEMS_H
#define BRI_SEARCH_ITEMS_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* Take the items of a buffer, of one of some kinds of so many bytes; the caller releases it.
   -1 and an exception where there is none, or none of these. */
static int
get_items(PyObject *object, const char *kinds, Py_buffer *buffer, Py_ssize_t *count)
{
    const char *kind;

    if (PyObject_GetBuffer(object, buffer, PyBUF_ND | PyBUF_FORMAT) < 0)
        return -1;
    kind = buffer->format ? buffer->format : "B";
    if (strlen(kind) != 1 || !strchr(kinds, *kind)) {
        PyErr_Format(PyExc_ValueError, "an array has items %s and not %s", kind, kinds);
        PyBuffer_Release(buffer);
        return -1;
    }
    if (buffer->len && (uintptr_t)buffer->buf % (size_t)buffer->itemsize) {
        PyErr_SetString(PyExc_ValueError, "an array does not begin where items may begin");
        PyBuffer_Release(buffer);
        return -1;
    }
    *count = buffer->len / buffer->itemsize;
    return 0;
}

#endif
