package io.sparsewalk.cuda;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** What we call of the CUDA driver API ({@code libcuda.so.1}), under its own names; all return a status, 0 for success. */
interface DriverApi extends Library {
  int MULTIPROCESSORS = 16;
  int CAPABILITY_MAJOR = 75;
  int CAPABILITY_MINOR = 76;
  int SHARED_MEMORY_OF_A_BLOCK = 97;
  int DYNAMIC_SHARED_MEMORY = 8;

  int cuInit(int flags);

  int cuDriverGetVersion(IntByReference version);

  int cuGetErrorName(int status, PointerByReference name);

  int cuDeviceGetCount(IntByReference count);

  int cuDeviceGet(IntByReference device, int ordinal);

  int cuDeviceGetName(byte[] name, int length, int device);

  int cuDeviceGetPCIBusId(byte[] id, int length, int device);

  int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

  int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

  int cuDevicePrimaryCtxRelease_v2(int device);

  int cuCtxSetCurrent(Pointer context);

  int cuCtxSynchronize();

  int cuMemGetInfo_v2(LongByReference free, LongByReference total);

  int cuMemAlloc_v2(LongByReference address, long bytes);

  int cuMemFree_v2(long address);

  int cuMemHostAlloc(PointerByReference memory, long bytes, int flags);

  int cuMemFreeHost(Pointer memory);

  int cuMemcpyHtoD_v2(long to, Pointer from, long bytes);

  int cuMemcpyDtoH_v2(Pointer to, long from, long bytes);

  int cuModuleLoadData(PointerByReference module, byte[] image);

  int cuModuleUnload(Pointer module);

  int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

  int cuModuleGetGlobal_v2(LongByReference address, LongByReference bytes, Pointer module, String name);

  int cuFuncSetAttribute(Pointer function, int attribute, int value);

  int cuLaunchKernel(Pointer function, int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ,
      int sharedBytes, Pointer stream, Pointer parameters, Pointer extra);
}
